from odoo import models

from .. import explain

OVER = ("sent", "canceled")


class SnailmailLetter(models.Model):
    _inherit = "snailmail.letter"

    def _snailmail_print(self, immediate=True):
        # the last moment before a letter leaves: its facts are read again
        return super(SnailmailLetter, self._o2c_still_due())._snailmail_print(
            immediate=immediate
        )

    def _o2c_still_due(self):
        """Without the dunning letters that must not leave any more; those are off."""
        notices = self._o2c_notices()
        stopped = self.browse()
        for notice in notices:
            if not notice._may_be_posted():
                stopped |= notice.letter_id
        stopped.filtered(lambda letter: letter.state not in OVER).cancel()
        return self - stopped

    def _o2c_notices(self):
        # the letter service works for nobody
        return (
            self.env["o2c.dunning.notice"]
            .sudo()
            .search([("letter_id", "in", self.ids), ("left_at", "=", False)])
        )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "sent":
            self._o2c_notices()._posted()
        elif vals.get("state") == "error":
            for notice in self._o2c_notices():
                info = notice.letter_id.info_msg or notice.letter_id.error_code or ""
                notice._mark_failed(explain.notice.post_failed(notice.env, info))
        return result
