"""What a self-pacing dialler makes of an agent's time, in a simulated call centre.

Without Odoo's records: talks and attempts are those of a bank's campaigns when the
folder O2C_DATASETS is there, else drawn from the seed.
"""

import sys
import time
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))
import ground  # noqa: F401
from measure import Recorder

from odoo.addons.o2c_quality_check.domain.dial_simulator import Setting, simulate
from odoo.addons.o2c_quality_check.domain.pacing import Mode

from tests.o2c_quality_check.bank_calls import AVAILABLE, bank_calls

SEEDS = range(20)


def settings():
    """The centres by name."""
    yield "drawn", Setting()
    if AVAILABLE:
        talks, rate = bank_calls()
        yield "bank", Setting(answer_rate=rate, talks=talks, talk=mean(talks))


def main():
    for name, setting in settings():
        for agents in (12, 20, 50):
            recorder = Recorder("dialler", agents=agents, calls=name)
            for mode in Mode:
                own = {**setting.__dict__, "agents": agents, "mode": mode}
                start = time.perf_counter()
                days = [simulate(Setting(**own), seed) for seed in SEEDS]
                seconds = (time.perf_counter() - start) / len(days)
                recorder.say(
                    f"{name}, {agents} agents, {mode.value}",
                    seconds,
                    utilisation=round(mean(d.utilisation for d in days), 3),
                    abandonment=round(mean(d.abandonment for d in days), 4),
                    worst=round(max(d.worst for d in days), 4),
                    per_hour=round(mean(d.per_hour for d in days), 1),
                )


if __name__ == "__main__":
    main()
