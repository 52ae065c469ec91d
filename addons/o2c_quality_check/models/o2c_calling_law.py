"""Facts about callees for the pure compiler, and its decision."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import phonenumbers
import pytz
from phonenumbers import timezone as prefixes

from odoo import api, models

from ..domain import calling_law as law
from ..domain.calling_law import Facts, Person, Purpose
from ..domain.calling_zones import ZONES, zones_of
from . import law_query, target_verdict
from .res_partner_law import e164

# who is behind a number that nobody knows: a private person
NOBODY = {
    **dict.fromkeys(("id", "customer_id", "country", "state", "zip")),
    **dict.fromkeys(("tz", "phone", "sanitized"), ""),
    **dict.fromkeys(("is_sole_trader", "is_company"), False),
}


@dataclass(frozen=True)
class DialAsk:
    """One question: may this person be called on this number for this purpose?

    ``partner_id`` None: a number of which nobody knows whose it is. ``automatic``: a
    machine rings him, before an agent is there.
    """

    key: object
    partner_id: int | None
    phone: str
    company_id: int
    campaign_id: int | None = None
    purpose: str = Purpose.SERVICE.value
    automatic: bool = False


class O2cCallingLaw(models.AbstractModel):
    """Says who may be called; reads facts, asks the pure rules, writes nothing."""

    _name = "o2c.calling.law"
    _description = "Calling law"

    @api.model
    def _judge(self, asks, now):
        """Decide about many callees at once, in as many queries as about one.

        :param asks: a list of :class:`DialAsk`
        :param now: naive UTC
        :return: {key: DialDecision}; what is not allowed has either ``next_at`` or
            ``never``
        """
        rules = self.env["o2c.calling.rule"]._compiled()
        return {
            key: law.judge(rules, facts, now)
            for key, facts in self._facts(asks, now).items()
        }

    @api.model
    def _never(self, groups, purpose, company, now):
        """Which groups of callees no hour of any day allows to call.

        :param groups: dicts of ``target_verdict``, each for all who are alike
        :return: a list of bool
        """
        reader = self.sudo()  # the law asks for more than who calls may read
        rules = reader.env["o2c.calling.rule"]._compiled()
        builder = _Builder(reader.env, now)
        ask = DialAsk(None, None, "", company, purpose=purpose)
        found = []
        for group in groups:
            person = {**group, "state": group["region"]}
            row = {**group, "entries": json.loads(group["entries"] or "null")}
            facts = builder.facts(ask, person, group["number"], row)
            found.append(law.judge(rules, facts, now).never)
        return found

    @api.model
    def _facts_part(self, purpose, company, now):
        """The part of a statement with facts about those whom ``verdict`` asks for."""
        zones = _one_zone(), _known_zones()
        return target_verdict.law_facts(purpose, company, zones, *self._needs(now), now)

    @api.model
    def _facts(self, asks, now):
        """{key: Facts} of all that is asked."""
        if not asks:
            return {}
        reader = self.sudo()  # the law asks for more than who calls may read
        for model in law_query.FLUSHED:
            reader.env[model].flush_model()
        wanted = {ask.partner_id for ask in asks} - {None}
        people = {None: NOBODY, **law_query.people(reader.env, list(wanted))}
        numbers = [_number(ask, people[ask.partner_id]) for ask in asks]
        rows = reader._rows(asks, people, numbers, now)
        builder = _Builder(reader.env, now)
        return {
            ask.key: builder.facts(ask, people[ask.partner_id], number, rows[index])
            for index, (ask, number) in enumerate(zip(asks, numbers, strict=True))
        }

    def _rows(self, asks, people, numbers, now):
        wanted = [
            (
                index,
                ask.partner_id,
                people[ask.partner_id]["customer_id"],
                number,
                ask.purpose,
                ask.company_id,
                ask.automatic,
            )
            for index, (ask, number) in enumerate(zip(asks, numbers, strict=True))
        ]
        return law_query.facts(self.env, wanted, *self._needs(now), now)

    def _needs(self, now):
        """(registers that are asked, the moment before which calls do not matter)"""
        Rule = self.env["o2c.calling.rule"]
        registers = {rule.register for rule in Rule._compiled() if rule.register}
        return registers, now - timedelta(days=Rule._longest_days() + 2)


class _Builder:
    """Turns rows into facts; what many callees share is worked out once."""

    def __init__(self, env, now):
        self.env, self.now = env, now
        registers = {rule.register for rule in env["o2c.calling.rule"]._compiled()}
        self.registers = env["o2c.register"].browse(registers - {None})
        self.calendars, self.company_zones = {}, {}

    def facts(self, ask, person, number, row):
        country = person["country"] or region(number) or None
        state = person["state"] or None
        zones = zones_of(
            person["tz"],
            country,
            state,
            country_zones(country),
            prefix_zones(number),
            self._company_zone(ask.company_id),
        )
        return Facts(
            purpose=Purpose(ask.purpose),
            person=_person(person),
            phone=number,
            zones=zones,
            country=country,
            state=state,
            company=ask.company_id,
            blocked=row["blocked"],
            given_at=row["given_at"],
            withdrawn_at=row["withdrawn_at"],
            registers=self._enrolments(row["entries"]),
            contract_until=row["contract_until"],
            called=tuple(row["called"] or ()),
            refused_at=row["refused_at"],
            automatic=ask.automatic,
            agreed_automatic=row.get("agreed_automatic"),
            holidays=self._holidays(country, state, person["zip"], ask.company_id),
        )

    def _enrolments(self, entries):
        known = {
            register: (_day(checked_on), _day(since))
            for register, checked_on, since in entries or ()
        }
        return {r.id: r._enrolment(known.get(r.id)) for r in self.registers}

    def _holidays(self, country, state, postal_code, company):
        key = country, state, (postal_code or "")[:2], company
        if key not in self.calendars:
            self.calendars[key] = self.env["o2c.holiday"]._around(
                self.now.date(), country, state, postal_code, company
            )
        return self.calendars[key]

    def _company_zone(self, company):
        if company not in self.company_zones:
            place = self.env["res.company"].browse(company).partner_id
            self.company_zones[company] = place.tz or "UTC"
        return self.company_zones[company]


def _number(ask, person):
    """The number that would be called, as the registers write it."""
    if ask.phone and ask.phone == person["phone"] and person["sanitized"]:
        return person["sanitized"]
    return e164(ask.phone or "", person["country"] or "")


def _person(person):
    if person["is_sole_trader"]:
        return Person.SOLE_TRADER
    return Person.COMPANY if person["is_company"] else Person.NATURAL


def _day(text):
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=512)
def country_zones(country):
    """The time zones of a country; none when it is not known."""
    return tuple(pytz.country_timezones.get(country or "", ()))


@lru_cache(maxsize=1)
def _one_zone():
    """The countries in which no number says more about the time."""
    return [code for code, zones in pytz.country_timezones.items() if len(zones) == 1]


@lru_cache(maxsize=1)
def _known_zones():
    """``country/state`` wherever the state says what the time is."""
    return [f"{code}/{state}" for code, states in ZONES.items() for state in states]


@lru_cache(maxsize=65536)
def prefix_zones(number):
    """The time zones that the prefix of an E.164 number may stand for."""
    parsed = _parsed(number)
    zones = prefixes.time_zones_for_number(parsed) if parsed else ()
    return tuple(zone for zone in zones if zone in pytz.all_timezones_set)


@lru_cache(maxsize=65536)
def region(number):
    """The country of an E.164 number, or ""."""
    parsed = _parsed(number)
    return (parsed and phonenumbers.region_code_for_number(parsed)) or ""


def _parsed(number):
    try:
        return phonenumbers.parse(number) if number else None
    except phonenumbers.NumberParseException:
        return None
