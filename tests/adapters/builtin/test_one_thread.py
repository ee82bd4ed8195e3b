"""Products of matrices end, however often the process forks meanwhile (a database, decoders)."""

import subprocess
import sys

from tests.patience import PATIENCE_SECONDS

PROGRAM = """
import os, threading
import numpy as np
from adapters.builtin.one_thread import keep_to_one_thread
keep_to_one_thread()
matrix = np.ones((1500, 384), dtype=np.float32)
done = threading.Event()
def multiply():
    for _ in range(200):
        matrix.T @ matrix
    done.set()
threading.Thread(target=multiply, daemon=True).start()
while not done.is_set():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
"""


def test_a_fork_stops_no_product() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True, timeout=PATIENCE_SECONDS)
