"""What the benchmarks of memory share: conversations, the peer, where they take place."""
