"""A log of referrals drawn from a seed, of any length."""

import numpy as np
import pandas as pd

WORDS = ["accepted", "declined - full", "something odd", None, "DNA", " Accepted "]


def draw_log(rows, organisations=30, seed=0):
    """Return a log with days, outcomes, needs, answers and cases, some of each missing."""
    rng = np.random.default_rng(seed)
    names = np.array([f"org {number}" for number in range(organisations)], dtype=object)
    sent = np.datetime64("2023-02-10") + rng.integers(0, 700, rows).astype("timedelta64[D]")
    answered = sent + rng.integers(0, 130, rows).astype("timedelta64[D]")
    days = pd.DataFrame({"sent": sent, "responded": answered})
    days["responded"] = days["responded"].where(rng.random(rows) < 0.7)
    days["sent"] = days["sent"].where(rng.random(rows) < 0.98)
    texts = {name: days[name].dt.strftime("%Y-%m-%d").astype("str") for name in days}
    return pd.DataFrame(
        {
            "from": names[rng.integers(0, organisations, rows)],
            "to": names[rng.integers(0, organisations, rows)],
            "need": rng.choice(["food", "legal advice", "rare need"], rows, p=[0.6, 0.398, 0.002]),
            "status": np.array(WORDS, dtype=object)[rng.integers(0, len(WORDS), rows)],
            "case": [f"case {number}" for number in rng.integers(0, max(rows // 3, 1), rows)],
            **texts,
        }
    )
