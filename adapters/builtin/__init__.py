"""What needs no key and no network: planner, judge, merger, distiller, embedder and the sketch renderer.

May import: `agent`. Each fulfils a port of the core, and passes the same contract as the hosted one.
"""
