"""What selects or measures clocks without being a ticket: its changes reach them."""

from odoo import api, models
from odoo.fields import Domain

PARTNER_FIELDS = {"o2c_care_tier", "country_id", "is_company"}
COMPANY_FIELDS = {"resource_calendar_id", "o2c_care_sector", "country_id"}


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if PARTNER_FIELDS & vals.keys() and self.ids:
            self.env["o2c.ticket"]._outdate_clocks(Domain("partner_id", "in", self.ids))
        return result

    def _o2c_outdate_contract_clocks(self):
        """Their tickets choose anew, where a policy asks for a contract."""
        # which policies there are does not depend on who signs
        policies = self.env["o2c.clock.policy"].sudo()
        asking = policies.search([("with_contract", "=", True)])
        if asking:
            self.env["o2c.ticket"]._outdate_clocks(
                Domain("partner_id", "in", self.commercial_partner_id.ids)
                & Domain("company_id", "in", asking.company_id.ids)
            )


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = "res.company"

    def write(self, vals):
        result = super().write(vals)
        if COMPANY_FIELDS & vals.keys():
            self.env["o2c.ticket"]._outdate_clocks(Domain("company_id", "in", self.ids))
        return result


class O2cTicketTeam(models.Model):
    _name = "o2c.ticket.team"
    _inherit = "o2c.ticket.team"

    def write(self, vals):
        result = super().write(vals)
        if "calendar_id" in vals:
            self.env["o2c.ticket"]._outdate_clocks(Domain("team_id", "in", self.ids))
        return result


class O2cContract(models.Model):
    _name = "o2c.contract"
    _inherit = "o2c.contract"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.partner_id._o2c_outdate_contract_clocks()
        return result


class O2cRecurring(models.Model):
    _name = "o2c.recurring"
    _inherit = "o2c.recurring"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.partner_id._o2c_outdate_contract_clocks()
        return result


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        result = super().write(vals)
        if {"tz", "attendance_ids", "global_leave_ids"} & vals.keys():
            self._o2c_outdate_clocks()
        return result

    def _o2c_outdate_clocks(self):
        """Open tickets of the companies that may use these calendars read anew."""
        domain = Domain("clock_state", "!=", "none")
        # a calendar without company is anybody's, a holiday without calendar too
        if self and all(calendar.company_id for calendar in self):
            domain &= Domain("company_id", "in", self.company_id.ids)
        self.env["o2c.ticket"]._outdate_clocks(domain)


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        hours = super().create(vals_list)
        hours.calendar_id._o2c_outdate_clocks()
        return hours

    def write(self, vals):
        result = super().write(vals)
        self.calendar_id._o2c_outdate_clocks()
        return result

    def unlink(self):
        self.calendar_id._o2c_outdate_clocks()
        return super().unlink()


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._o2c_outdate_clocks()
        return leaves

    def write(self, vals):
        result = super().write(vals)
        self._o2c_outdate_clocks()
        return result

    def unlink(self):
        self._o2c_outdate_clocks()
        return super().unlink()

    def _o2c_outdate_clocks(self):
        """A holiday of everybody moves clocks; the leave of one person does not."""
        holidays = self.filtered(lambda leave: not leave.resource_id)
        if holidays:
            holidays.calendar_id._o2c_outdate_clocks()
