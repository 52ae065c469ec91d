from odoo import fields, models

MAKERS = "o2c_quality_check.group_call_leader,o2c_quality_check.group_call_marketing"


class ResCompany(models.Model):
    _inherit = "res.company"

    o2c_churn_failure = fields.Char(
        "Why customers at risk were not read", readonly=True, groups=MAKERS
    )
    o2c_churn_failed_at = fields.Datetime(
        "Customers at risk not read since", readonly=True, groups=MAKERS
    )

    def _o2c_note_churn(self, failure, now):
        """Keep since when and why customers at risk could not be read.

        :param failure: the sentence for the leader; False: they were read
        """
        # whoever looks anew: what came of it is entered by code
        company = self.sudo()
        if (company.o2c_churn_failure or False) == failure:
            return
        since = company.o2c_churn_failed_at or now
        company.write(
            {
                "o2c_churn_failure": failure,
                "o2c_churn_failed_at": failure and since,
            }
        )
