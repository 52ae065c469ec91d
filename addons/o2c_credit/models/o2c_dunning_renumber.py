"""A step that is put into a strategy in use: what was sent keeps its step.

Levels are places among the steps. When the places move, the levels of notices, and of
the items that reached them, move along: nobody gets a step twice, and whoever has not
come so far yet gets the new one.
"""

from collections import defaultdict

from odoo import models
from odoo.tools import SQL

# of what a strategy has sent: (item, cycle, level before, level now)
MOVED = """
WITH moved AS (SELECT * FROM unnest(%(old)s, %(new)s) AS m(old, new))
"""
ITEMS = f"""
{MOVED}
UPDATE account_move_line l SET o2c_dunning_level = moved.new
  FROM o2c_dunning_notice n
  JOIN o2c_dunning_notice_line i ON i.notice_id = n.id AND i.live
  JOIN moved ON moved.old = i.level
 WHERE n.strategy_id = %(strategy)s AND n.state = 'sent' AND l.id = i.line_id
   AND l.o2c_dunning_level = i.level AND COALESCE(l.o2c_dunning_cycle, 0) = i.cycle
"""
NOTICES = f"""
{MOVED}
UPDATE o2c_dunning_notice n SET level = moved.new
  FROM moved WHERE n.strategy_id = %(strategy)s AND n.level = moved.old
"""
# below zero first: the key of the database sees one row after the other. Where another
# strategy reached the new level already, the line stays as it is
ASIDE = f"""
{MOVED}
UPDATE o2c_dunning_notice_line i SET level = -moved.new
  FROM o2c_dunning_notice n, moved
 WHERE n.id = i.notice_id AND n.strategy_id = %(strategy)s AND i.level = moved.old
   AND NOT EXISTS (SELECT FROM o2c_dunning_notice_line x
                     JOIN o2c_dunning_notice o ON o.id = x.notice_id
                    WHERE x.line_id = i.line_id AND x.cycle = i.cycle AND x.live
                      AND x.level = moved.new AND o.strategy_id <> n.strategy_id)
"""
BACK = """
UPDATE o2c_dunning_notice_line i SET level = -i.level
  FROM o2c_dunning_notice n
 WHERE n.id = i.notice_id AND n.strategy_id = %(strategy)s AND i.level < 0
"""


class O2cDunningStrategy(models.Model):
    _name = "o2c.dunning.strategy"
    _inherit = "o2c.dunning.strategy"

    def _numbers(self):
        """{step: its place} of these strategies."""
        return {step: step.number for step in self.step_ids}

    def _follow_numbers(self, before):
        """Let what was sent follow its steps.

        :param before: what ``_numbers`` said before the steps changed
        """
        moved = defaultdict(dict)
        for step in self.step_ids:
            if before.get(step, step.number) != step.number:
                moved[step.strategy_id.id][before[step]] = step.number
        if not moved:
            return
        for model in ("account.move.line", "o2c.dunning.notice", "o2c.dunning.step"):
            self.env[model].flush_model()
        self.env["o2c.dunning.notice.line"].flush_model()
        for strategy, levels in moved.items():
            values = {"strategy": strategy, "old": [*levels], "new": [*levels.values()]}
            for query in (ITEMS, NOTICES, ASIDE, BACK):
                self.env.cr.execute(SQL(query, **values))
        for model in ("o2c.dunning.notice", "o2c.dunning.notice.line"):
            self.env[model].invalidate_model(["level"], flush=False)
        lines = self.env["account.move.line"]
        lines.invalidate_model(["o2c_dunning_level"], flush=False)
