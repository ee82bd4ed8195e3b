"""Programs of ours that read strangers' files in processes of their own, which may be killed at any moment: a lane of them with its line,
the pipe between, and what the kernel holds them to. `adapters.decoder` and `adapters.page_reader` are such programs.

May import: `agent`, and no library: a program starts fast and is small. A new one is a package with a `__main__` that calls
`serving.run`, and whoever gives it work opens a `Lane` of it.
"""
