from odoo import fields, models

JOB = "o2c_credit.ir_cron_send_notices"


class O2cDunningRun(models.Model):
    _name = "o2c.dunning.run"
    _inherit = "o2c.dunning.run"

    sending = fields.Boolean(
        readonly=True,
        copy=False,
        help="Somebody pressed Send: what is approved leaves by itself.",
    )

    def _start_sending(self):
        self.sending = True
        # the job commits one by one: a button cannot
        self.env.ref(JOB).sudo()._trigger()
        return super()._start_sending()


class O2cDunningNotice(models.Model):
    _name = "o2c.dunning.notice"
    _inherit = "o2c.dunning.notice"

    def _approve(self, user):
        result = super()._approve(user)
        if any(self.sudo().run_id.mapped("sending")):  # whoever approves
            self.env.ref(JOB).sudo()._trigger()
        return result
