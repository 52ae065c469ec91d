"""All that a dunning run has to know, read by some ten queries however many customers.

``Portfolio`` turns rows into the plain values of ``domain.dunning``; strategies come
converted to the currency of the items, as strict as the company's policy makes them.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from odoo.fields import Datetime

from ..domain import dunning, dunning_rules
from ..domain.dunning import Contacts, Subject
from ..domain.open_item import ZERO, OpenItem
from . import dunning_facts as facts
from .dunning_pauses import read_pauses
from .dunning_strategies import Strategies

# the longest that a contact can matter
LONGEST = 366


@dataclass
class Customer:
    """A customer as rows tell of him."""

    account: int | None = None
    strategy: int | None = None
    risk_class: str | None = None
    traits: tuple = ()
    langs: dict = field(default_factory=dict)
    reach: dict = field(default_factory=dict)
    refused: set = field(default_factory=set)
    last: object = None
    made: list = field(default_factory=list)
    owed: Decimal = ZERO

    def contacts(self):
        """The Contacts of ``domain.dunning``."""
        return Contacts(
            self.last, tuple(self.made), self.reach, frozenset(self.refused)
        )


class Portfolio:
    """The open items of a company, or of some of its customers, on a day.

    :param company: a root company
    :param day: the day of the run
    :param customers: ids; None: all
    """

    def __init__(self, env, company, day, customers=None):
        # the run knows of every item, whoever starts it
        self.env = env(su=True)
        self.company = company.with_env(self.env)
        self.branches = self.env["res.company"].search([("id", "child_of", company.id)])
        self.day = day
        self.wanted = customers
        self.strategies = Strategies(self.company, day)
        self.customers = {}
        self.given = {}
        self.pauses = {}
        self._memo = {}

    # ------------------------------------------------------------- rows
    def groups(self, left_out=frozenset(), event=False):
        """The items by what one decision is about, as Subjects.

        :param left_out: ids of items that somebody took out
        :param event: only strategies that act at once after an event
        :return: {(branch, customer, currency): [Subject]}; ``given`` then says for
            each item which strategy it has and why
        """
        rows = self._item_rows()
        self._read_customers(sorted({row[1] for row in rows}))
        for row in rows:
            self.customers[row[1]].owed += Decimal(row[10])
        products = self._products(rows)
        self.pauses = read_pauses(
            self.env, self.company, self.branches.ids, self.day, self.wanted
        )
        groups = defaultdict(list)
        for row in rows:
            key = (row[0], row[1], row[5])
            subject = self._subject(row, products, left_out, event)
            groups[key].append(subject)
        return groups

    def of_customers(self):
        """{customer: (strategy of invoices that have none of their own, Reason)}."""
        self._read_wanted()
        return {
            customer: self._choose(_document(customer), ()) for customer in self.wanted
        }

    def of_documents(self, moves):
        """{id of a document: (its strategy, Reason)}, paid ones as well."""
        self._read_wanted()
        rows = {
            move._origin.id: _document(
                move.commercial_partner_id.id,
                move._origin.id,
                move.o2c_strategy_id.id or None,
                move.invoice_user_id.id,
            )
            for move in moves
            if move.commercial_partner_id
        }
        products = self._products(list(rows.values()))
        return {
            key: self._choose(row, products.get(key, ())) for key, row in rows.items()
        }

    def _read_wanted(self):
        self._flush()
        self._read_customers(self.wanted)
        for customer, owed in self._owed():
            self.customers[customer].owed = Decimal(owed)

    def _owed(self):
        """(customer, what he owes in company currency) of those asked for."""
        query = facts.owed_query(self.company.id, self.wanted, Datetime.now())
        return self.env.execute_query(query)

    def _item_rows(self):
        pairs = None
        if self.wanted is not None:
            pairs = [(customer, self.company.id) for customer in self.wanted]
        self._flush()
        query = facts.items_query(
            self.company.id, self.branches.ids, pairs, Datetime.now()
        )
        return self.env.execute_query(query) if pairs != [] else []

    def _flush(self):
        for model, names in facts.DUNNING_FLUSHED.items():
            self.env[model].flush_model(names)

    def _subject(self, row, products, left_out, event):
        item = OpenItem(
            row[2],
            row[3],
            row[4],
            row[5],
            row[6],
            row[7],
            Decimal(row[8]),
            Decimal(row[9]),
            Decimal(row[11]) if row[11] else ZERO,
            Decimal(row[12]) if row[12] else ZERO,
            *row[13:16],
        )
        if item.residual <= 0:
            return Subject(item)
        chosen, reason = self._choose(row, products.get(row[3], ()))
        self.given[item.key] = (chosen, reason)
        strategy = chosen and self.strategies.spec(chosen, row[5], row[0])
        return Subject(
            item,
            strategy,
            excluded=bool(row[16]),
            blocked=bool(row[17]),
            left_out=item.key in left_out,
            waits=event and not self.strategies.acts_at_once(chosen),
            pending=row[20],
            paused=self.pauses.get(item.key, 0),
        )

    # ------------------------------------------------------------- strategies
    def _choose(self, row, products):
        """(strategy, Reason) of an item, chosen once for all that are alike."""
        user = row[19] if dunning_rules.SALESPERSON in self.strategies.traits else None
        key = (row[1], row[18], user, products)
        if key not in self._memo:
            customer = self.customers[row[1]]
            subject = dunning_rules.Subject(
                risk_class=customer.risk_class,
                owed=customer.owed,
                traits=(
                    *customer.traits,
                    *products,
                    (dunning_rules.SALESPERSON, frozenset((user,))),
                ),
                of_invoice=row[18],
                of_customer=customer.strategy,
            )
            self._memo[key] = dunning_rules.choose(
                subject, self.strategies.rules, self.strategies.default
            )
        return self._memo[key]

    def _products(self, rows):
        """{document: traits of its products}; read only if a rule asks for them."""
        asked = {dunning_rules.CATEGORIES, dunning_rules.BRANDS}
        if not asked & self.strategies.traits:
            return {}
        moves = sorted({row[3] for row in rows})
        return {
            move: (
                (dunning_rules.CATEGORIES, frozenset(categories or ())),
                (dunning_rules.BRANDS, frozenset(tags or ())),
            )
            for move, categories, tags in self.env.execute_query(
                facts.products_query(moves)
            )
        }

    # ------------------------------------------------------------- customers
    def _read_customers(self, customers):
        rows = self.env.execute_query(facts.customers_query(self.company.id, customers))
        for customer, account, strategy, letter, *traits in rows:
            self.customers[customer] = Customer(
                account, strategy, letter, _traits(*traits)
            )
        self._read_addresses(customers)
        self._read_contacts(customers)

    def _read_addresses(self, customers):
        for row in self.env.execute_query(facts.addresses_query(customers)):
            _add_address(self.customers[row[0]], *row[1:])

    def _read_contacts(self, customers):
        zone = self.company.partner_id.tz or "UTC"
        since = self.day - timedelta(days=LONGEST)
        query = facts.contacts_query(customers, self.branches.ids, zone, since)
        for number, ours, day in self.env.execute_query(query):
            customer = self.customers[number]
            customer.last = max(customer.last or day, day)
            if ours:
                customer.made.append(day)

    # ------------------------------------------------------------- decisions
    def decide(self, left_out=frozenset(), event=False):
        """[((branch, customer, currency), Verdicts, Notices)] for all items."""
        decided = []
        for key, subjects in sorted(
            self.groups(left_out, event).items(), key=lambda group: group[0][1]
        ):
            contacts = self.customers[key[1]].contacts()
            decided.append((key, *dunning.decide(subjects, contacts, self.day)))
        return decided


def _document(customer, move=None, strategy=None, user=None):
    """A row of ``items_query`` with what the choice of a strategy looks at."""
    row = [None] * 21
    row[1], row[3], row[18], row[19] = customer, move, strategy, user
    return row


def _traits(industry, country, state, tags):
    return (
        (dunning_rules.INDUSTRY, frozenset((industry,) if industry else ())),
        (dunning_rules.COUNTRY, frozenset((country,) if country else ())),
        (dunning_rules.STATE, frozenset((state,) if state else ())),
        (dunning_rules.TAGS, frozenset(tags)),
    )


def _add_address(customer, contact, lang, billing, email, number, phone, *rest):
    """Note how a contact is reached, unless one before him is."""
    street, portal, no_mail, no_sms = rest
    customer.langs[contact] = lang
    reach = customer.reach
    reached = {
        "portal": portal,
        "legal": billing,
        "email": billing and email,
        "phone": billing and phone,
        "sms": billing and number,
        "letter": billing and street,
        "registered": billing and street,
    }
    for channel, here in reached.items():
        if here and channel not in reach:
            reach[channel] = contact
            if (channel == "email" and no_mail) or (channel == "sms" and no_sms):
                customer.refused.add(channel)
