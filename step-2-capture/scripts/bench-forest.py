"""scikit-learn's Isolation Forest on the tables that bench-forest.ts wrote; prints one JSON object.

Usage: bench-forest.py FOLDER COLUMNS SEEDS
"""

import json
import sys
import time

import numpy as np
import sklearn
from sklearn.ensemble import IsolationForest

folder, columns, seeds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
train = np.fromfile(f"{folder}/train.f64").reshape(-1, columns)
test = np.fromfile(f"{folder}/test.f64").reshape(-1, columns)

runs = []
for seed in range(1, seeds + 1):
    forest = IsolationForest(n_estimators=100, max_samples=min(256, len(train)), random_state=seed)
    start = time.perf_counter()
    forest.fit(train)
    fitted = time.perf_counter()
    scores = -forest.score_samples(test)
    scored = time.perf_counter()
    scores.tofile(f"{folder}/scores-{seed}.f64")
    for row in range(20):
        forest.score_samples(test[row : row + 1])
    single = (time.perf_counter() - scored) / 20
    runs.append({"fit": fitted - start, "score": scored - fitted, "single": single})

print(json.dumps({"version": sklearn.__version__, "runs": runs}))
