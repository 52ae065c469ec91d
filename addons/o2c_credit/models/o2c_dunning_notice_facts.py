"""The facts of a notice, read again at the moment it leaves."""

from decimal import Decimal

from odoo import models
from odoo.tools import SQL, email_normalize_all
from odoo.tools.float_utils import float_compare

from odoo.addons.o2c_orders.domain.decision import Reason

from ..domain.dunning import Why
from ..domain.notice import Claim, Terms

# the last contact about payment since a notice was made, notices left out; and the
# days of all that we made ourselves, those of the same run left out
CONTACTS = """
SELECT n.id, MAX(c.at) FILTER (WHERE c.at > n.create_date AND notice.run IS NULL),
       array_agg((c.at AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(own.tz, 'UTC'))::date
                 ORDER BY c.at) FILTER (WHERE c.direction = 'out'
                                        AND notice.run IS DISTINCT FROM n.run_id)
  FROM o2c_dunning_notice n
  JOIN o2c_credit_account a ON a.id = n.account_id
  JOIN res_company company ON company.id = a.company_id
  JOIN res_partner own ON own.id = company.partner_id
  JOIN o2c_contact c ON c.partner_id = a.partner_id AND c.purpose = 'collection'
   AND c.at > n.create_date - interval '366 days'
  JOIN res_company branch ON branch.id = c.company_id
   AND split_part(branch.parent_path, '/', 1)::int = a.company_id
  LEFT JOIN LATERAL (
       SELECT MAX(o.run_id) AS run
         FROM o2c_contact_document d JOIN o2c_dunning_notice o ON o.id = d.res_id
        WHERE d.contact_id = c.id AND d.res_model = 'o2c.dunning.notice'
       ) AS notice ON TRUE
 WHERE n.id = ANY(%s)
   AND NOT EXISTS (SELECT FROM o2c_contact x WHERE x.corrects_id = c.id)
 GROUP BY n.id
"""
AMOUNTS = ("residual", "held", "promised")


def plain(reason):
    """The values of a reason as JSON knows them."""
    return {
        name: value if isinstance(value, int | str) else str(value)
        for name, value in reason.params.items()
    }


class O2cDunningNotice(models.Model):
    _name = "o2c.dunning.notice"
    _inherit = "o2c.dunning.notice"

    def _leaving_facts(self):
        """{notice: (claims, open items, terms)} as they are now, for all at once."""
        items, contacts = self.account_id._open_items(), self._contacts_since()
        return {
            notice: (
                notice._claims(),
                tuple(
                    item
                    for item in items[notice.account_id]
                    if item.currency == notice.currency_id.id
                ),
                notice._terms(*contacts.get(notice.id, (None, None))),
            )
            for notice in self
        }

    def _claims(self):
        return tuple(
            Claim(line.line_id.id, line.level, line.cycle)
            for line in self._claimed_lines()
        )

    def _terms(self, contact, made):
        strategy, account = self.strategy_id, self.account_id
        today = account._today()[account]
        lines = self._claimed_lines().line_id
        blocked = lines.filtered(lambda li: li.move_id.payment_state == "blocked")
        return Terms(
            today=today,
            step=self.step_id.id,
            before_due=self.step_id.days < 0,
            min_balance=self._in_own_currency(strategy.min_balance, today),
            quiet_days=strategy.quiet_days,
            contact=contact and contact.date(),
            caps=strategy._caps(account.company_id),
            made=tuple(made or ()),
            never=strategy.do_not_dun or account.strategy_id.do_not_dun,
            excluded=frozenset(lines.filtered("no_followup").ids),
            blocked=frozenset(blocked.ids),
        )

    def _in_own_currency(self, amount, day):
        source = self.strategy_id.currency_id
        if not amount or source == self.currency_id:
            return Decimal(str(amount))
        converted = source._convert(amount, self.currency_id, self.company_id, day)
        return Decimal(str(converted))

    def _contacts_since(self):
        self.flush_model(["account_id"])
        self.env["o2c.contact"].flush_model(
            ["partner_id", "purpose", "at", "company_id", "direction", "corrects_id"]
        )
        self.env["o2c.contact.document"].flush_model(
            ["contact_id", "res_model", "res_id"]
        )
        rows = self.env.execute_query(SQL(CONTACTS, self.ids))
        return {id_: (last, made) for id_, last, made in rows}

    # ------------------------------------------------------------- apply
    def _apply_rests(self, rests):
        """Write what of these notices may still leave: less, or nothing at all.

        :param rests: {notice: (Rest, the OpenItems it was decided on)}
        """
        less = self.env["o2c.dunning.notice.line"]
        for notice, (found, items) in rests.items():
            known = {item.key: item for item in items}
            for line in notice._claimed_lines():
                if line._lessen(found, known.get(line.line_id.id)):
                    less |= line
        less._charge_anew()
        for notice, (found, _items) in rests.items():
            if found.reason:
                notice._drop_plainly(found.reason)
            else:
                notice._sum_up(float(found.credit))

    def _drop_plainly(self, reason):
        self._drop(Reason(reason.code, plain(reason)))

    def _sum_up(self, credit):
        lines = self._claimed_lines()
        values = {
            "claimed": sum(lines.mapped("claimed")),
            "interest": sum(lines.mapped("interest")),
            "compensation": sum(lines.mapped("compensation")),
            "credit": credit,
        }
        charged = values["claimed"] + values["interest"] + values["compensation"]
        values["total"] = charged + self.fee - credit
        self._write_changed(values)

    def _write_changed(self, values):
        digits = self.currency_id.decimal_places
        changed = {
            name: value
            for name, value in values.items()
            if float_compare(self[name], value, precision_digits=digits)
        }
        if changed:
            self.write(changed)

    # ------------------------------------------------------------- who is reached, how
    def _reachable(self):
        """Whether it can leave on its channel; another channel, or none, is written."""
        reason = self._unreachable(self.channel)
        fallback = self.step_id.fallback_channel
        if reason and fallback and not self._unreachable(fallback):
            self.channel, reason = fallback, None
        if reason:
            self._drop_plainly(reason)
        return not reason and self.channel in self._single_channels()

    def _unreachable(self, channel):
        """Why the customer is not reached on ``channel``; None when he is."""
        check = getattr(self, f"_unreachable_by_{channel}", None)
        stop = check() if check else None
        return Reason(stop, {"channel": channel}) if stop else None

    def _unreachable_by_email(self):
        if not self._addresses():
            return Why.NO_ADDRESS
        return Why.OPTED_OUT if self.partner_id.is_blacklisted else None

    def _unreachable_by_sms(self):
        if not self.partner_id.phone_sanitized:
            return Why.NO_ADDRESS
        return Why.OPTED_OUT if self.partner_id.phone_sanitized_blacklisted else None

    def _unreachable_by_phone(self):
        return (
            None if self.partner_id.phone or self.customer_id.phone else Why.NO_ADDRESS
        )

    def _unreachable_by_letter(self):
        partner = self.partner_id
        known = (partner.street or partner.street2) and partner.city
        return None if known and partner.country_id else Why.NO_ADDRESS

    def _unreachable_by_registered(self):
        return self._unreachable_by_letter()

    def _addresses(self):
        """The addresses of the customer, each once, as they are compared."""
        return tuple(dict.fromkeys(email_normalize_all(self.partner_id.email or "")))


class O2cDunningNoticeLine(models.Model):
    _name = "o2c.dunning.notice.line"
    _inherit = "o2c.dunning.notice.line"

    def _lessen(self, found, item):
        """Ask for what may still be asked for, or take this line out.

        :return: whether another amount is asked for now
        """
        key = self.line_id.id
        if stop := found.stops.get(key):
            values = {"drop_code": stop.code.value, "drop_params": plain(stop)}
            self.write({"live": False, **values})
        elif key in found.claims:
            values = {name: float(getattr(item, name)) for name in AMOUNTS}
            values["claimed"] = float(found.claims[key])
            digits = self.currency_id.decimal_places
            changed = {
                name: value
                for name, value in values.items()
                if float_compare(self[name], value, precision_digits=digits)
            }
            if changed:
                self.write(changed)
            return "claimed" in changed
        return False

    def _charge_anew(self):
        """Late interest and compensation of lines that ask for less than planned.

        As of the day of the run, as the other lines; a payment of before, entered
        since, or a dispute may have taken some of it away.
        """
        charged = self.filtered(lambda li: li.interest or li.compensation)
        for day, lines in charged.grouped(lambda li: li.notice_id.day).items():
            sheets = lines.line_id._o2c_interest(day)
            for line in lines:
                sheet = sheets[line.line_id]
                # never more than was planned: it may have been claimed since
                line.interest = min(line.interest, float(sheet.interest))
                line.compensation = min(line.compensation, float(sheet.compensation))
