"""The simulated call centre for the screen: what each way of dialling would bring."""

from datetime import timedelta
from statistics import mean

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..domain.calls import ALIVE
from ..domain.dial_simulator import Setting, compared, spread_of
from ..domain.pacing import Mode, Policy
from ..explain import dialler as explain

# name: (lowest, highest, as it stands, how many make one of the setting's units)
NUMBERS = {
    "agents": (1, 200, 20, 1),
    "hours": (0.5, 10, 4, 1),
    "arrival": (0, 60, 10, 1 / 60),
    "answer_rate": (1, 100, 30, 100),
    "ring": (15, 60, 20, 1),
    "talk": (10, 3600, 180, 1),
    "wrap": (1, 1800, 30, 1),
    "preview": (0, 600, 15, 1),
    "targets": (1, 1_000_000, 100_000, 1),
}
POLICY = {
    "ceiling": (0, 100, 3, 100),
    "connect_within": (0, 30, 2, 1),
    "least_agents": (0, 200, 10, 1),
}
WHOLE = {"agents", "targets", "least_agents"}
SEED = (0, 1_000_000, 1, 1)
# minutes that one point of the charts stands for, at the least
STEP = 10
POINTS = 60
# as far back as a campaign's own calls are looked at, and how many say something
LATELY = timedelta(days=90)
ENOUGH = 30
UNITS = {"answer_rate": "%", "talk": "s", "wrap": "s"}


class O2cDiallerSimulator(models.AbstractModel):
    """Plays a day in a seed; writes nothing."""

    _name = "o2c.dialler.simulator"
    _description = "Dialler simulator"

    @api.model
    def start(self):
        """What the screen begins with: the parameters, their bounds, the campaigns."""
        self._check_right()
        bounds = {**NUMBERS, **POLICY, "seed": SEED}
        campaigns = self.env["o2c.campaign"].search([("state", "!=", "draft")])
        return {
            "bounds": {name: row[:2] for name, row in bounds.items()},
            "values": {name: row[2] for name, row in bounds.items()},
            "campaigns": [{"id": c.id, "name": c.name} for c in campaigns],
            "modes": dict(
                self.env["o2c.dialler"]._fields["mode"]._description_selection(self.env)
            ),
        }

    @api.model
    def measured(self, campaign_id):
        """The parameters as the last 90 days of a campaign's own calls show them.

        :return: {"values", "lines"}: what may be taken over, and for each of the
            measured ones a sentence with its n; of fewer than 30 nothing is taken over
        """
        self._check_right()
        values, lines = {}, {}
        for name, (value, count) in self._facts(campaign_id).items():
            enough = count >= ENOUGH
            if enough:
                values[name] = round(float(value), 1)
            shown = f"{values[name]} {UNITS[name]}" if enough else None
            title = self._names()[name]
            lines[name] = explain.measured(self.env, title, shown, count, ENOUGH)
        team = len(self._campaign(campaign_id).agent_ids)
        return {
            "values": {**values, **({"agents": team} if team else {})},
            "lines": lines,
        }

    def _facts(self, campaign_id):
        """{parameter: (mean, of how many)}."""
        attempts = self._attempts(campaign_id)
        alive = {result.value for result in ALIVE}
        spoke = [attempt for attempt in attempts if attempt.result in alive]
        talks = [a.talk_seconds for a in spoke if a.talk_seconds]
        wraps = [a.wrap_seconds for a in spoke if a.wrap_seconds]
        share = 100 * len(spoke) / len(attempts) if attempts else 0
        return {
            "answer_rate": (share, len(attempts)),
            "talk": (mean(talks) if talks else 0, len(talks)),
            "wrap": (mean(wraps) if wraps else 0, len(wraps)),
        }

    @api.model
    def play(self, values, campaign_id=None):
        """Play the same day in the three ways.

        :param values: of the parameters that ``start`` gave
        :param campaign_id: talks are drawn from those of this campaign
        :return: {"days": one for each mode, "points": the charts' rows, "ceiling"}
        :raise UserError: a parameter is no number or out of its bounds
        """
        self._check_right()
        numbers = {name: self._number(name, values) for name in (*NUMBERS, *POLICY)}
        seed = int(self._number("seed", values))
        policy = Policy(**{name: numbers.pop(name) for name in POLICY})
        talks = self._talks(campaign_id)
        spread = {"spread": spread_of(talks)} if talks else {}
        setting = Setting(**numbers, **spread, talks=talks, policy=policy)
        days = compared(setting, seed)
        return {
            "days": [self._day(mode, day) for mode, day in days.items()],
            "points": self._points(days, setting),
            "ceiling": 100 * policy.ceiling,
            "talks": len(talks),
        }

    # ------------------------------------------------------------- facts
    def _campaign(self, campaign_id):
        campaign = self.env["o2c.campaign"].browse(int(campaign_id)).exists()
        campaign.check_access("read")
        return campaign

    def _attempts(self, campaign_id):
        since = fields.Datetime.now() - LATELY
        campaign = self._campaign(campaign_id)
        return self.env["o2c.call.attempt"].search_fetch(
            [("campaign_id", "=", campaign.id), ("at", ">=", since)],
            ["result", "talk_seconds", "wrap_seconds"],
        )

    def _talks(self, campaign_id):
        if not campaign_id:
            return ()
        seconds = self._attempts(campaign_id).mapped("talk_seconds")
        talks = tuple(float(value) for value in seconds if value)
        return talks if len(talks) >= ENOUGH else ()

    def _number(self, name, values):
        low, high, _default, unit = {**NUMBERS, **POLICY, "seed": SEED}[name]
        value = (values or {}).get(name)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not low <= value <= high:
            raise UserError(
                self.env._(
                    "%(name)s: a number from %(low)s to %(high)s, please.",
                    name=self._names()[name],
                    low=low,
                    high=high,
                )
            )
        return int(value) if name in WHOLE else value / unit

    # ------------------------------------------------------------- results
    def _day(self, mode, day):
        return {
            "mode": mode.value,
            "dialled": day.dialled,
            "live": day.live,
            "served": day.served,
            "abandoned": day.abandoned,
            "abandonment": 100 * day.abandonment,
            "worst": 100 * day.worst,
            "utilisation": 100 * day.utilisation,
            "idle": day.idle,
            "wait": day.wait,
            "per_hour": day.per_hour,
        }

    def _points(self, days, setting):
        """One row for each few minutes: the predictive day's shares, all in use."""
        paced = days[Mode.PREDICTIVE].points
        step = max(STEP, -(-len(paced) // POINTS))
        rows = []
        for start in range(0, len(paced) - step + 1, step):
            last = paced[start + step - 1]
            row = {
                "minute": round(last.at / 60),
                "abandonment": _percent(last.abandonment),
                "estimate": _percent(last.estimate),
                "pace": last.pace,
            }
            for mode, day in days.items():
                used = [p.utilisation for p in day.points[start : start + step]]
                known = [value for value in used if value is not None]
                row[mode.value] = _percent(mean(known)) if known else None
            rows.append(row)
        return rows

    def _names(self):
        return {
            "agents": self.env._("Agents"),
            "hours": self.env._("Hours"),
            "arrival": self.env._("All have come after"),
            "answer_rate": self.env._("Answered live"),
            "ring": self.env._("Rings for"),
            "talk": self.env._("Talk"),
            "wrap": self.env._("Wrap-up"),
            "preview": self.env._("Preview"),
            "targets": self.env._("Customers to call"),
            "ceiling": self.env._("Ceiling"),
            "connect_within": self.env._("Agent speaks within"),
            "least_agents": self.env._("One line each below"),
            "seed": self.env._("Seed"),
        }

    def _check_right(self):
        if not self.env.user.has_group("o2c_quality_check.group_call_leader"):
            raise AccessError(self.env._("Only a call leader tries out diallers."))


def _percent(share):
    return None if share is None else 100 * share
