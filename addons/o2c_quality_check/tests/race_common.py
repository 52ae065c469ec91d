"""Requests on connections of their own, on data that is really committed.

Each request takes its picture of the data first; how the two then meet is arranged, not
left to chance. What a request does is repeated as Odoo repeats it.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch
from uuid import uuid4

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import call_kw, retrying
from odoo.tests import BaseCase, get_db_name, new_test_user
from odoo.tools import SQL, mute_logger

from .common import AGENT, LEADER

PATIENCE = 60
# what refers to a row and keeps it from being deleted
REFERENCES = """
SELECT t.relname, a.attname,
       EXISTS (SELECT FROM pg_attribute i
                WHERE i.attrelid = c.conrelid AND i.attname = 'id')
  FROM pg_constraint c
  JOIN pg_class t ON t.oid = c.conrelid
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
 WHERE c.contype = 'f' AND c.confrelid = %s::regclass
   AND c.confdeltype IN ('a', 'r', 'c')
   AND c.conrelid <> c.confrelid
"""
# what belongs to a record without a reference that the database knows
LOOSE = {
    "ir_attachment": "res_model",
    "mail_activity": "res_model",
    "mail_followers": "res_model",
    "mail_message": "model",
}
WAITS = "SELECT cardinality(pg_blocking_pids(%s))"


class Request:
    """One request of ``user``: its ``answer``, or the ``error`` that refused it."""

    def __init__(self, case, user, work):
        self.case, self.user, self.work = case, user, work
        self.tries, self.answer, self.error = 0, None, None
        self.pid = None

    def run(self, picture=None, done=None):
        """Do it, as often as Odoo does.

        :param picture: called once when the request has taken its picture of the data
        :param done: called once when its work is done and not committed
        """
        try:
            with self.case.registry.cursor() as cr:
                env = api.Environment(cr, self.user, {})
                self.answer = retrying(lambda: self._try(env, picture, done), env)
        except UserError as error:
            self.error = error
        return self

    def _try(self, env, picture, done):
        env.cr.execute("SELECT pg_backend_pid()")
        self.pid = env.cr.fetchone()[0]
        self.tries += 1
        if self.tries == 1 and picture:
            picture()
        answer = self.work(env)
        if self.tries == 1 and done:
            env.flush_all()
            done()
        return answer


class RaceCase(BaseCase):
    """A campaign with two agents and a leader; the customers' calls are made in tests.

    Everything is committed; what refers to the customers goes with them.
    """

    quiet = ("odoo.sql_db", "odoo.service.model")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.roots = {}
        cls.models = {m._table: name for name, m in cls.registry.models.items()}
        cls.addClassCleanup(cls._remove)
        cls.now = fields.Datetime.now()
        cls.committed(cls._prepare)

    def setUp(self):
        super().setUp()
        stack = ExitStack()
        self.addCleanup(stack.close)
        stack.enter_context(mute_logger(*self.quiet))
        # a repeated request waits shorter than Odoo lets it wait
        short = SimpleNamespace(uniform=lambda low, high: 0.02)
        stack.enter_context(patch("odoo.service.model.random", short))

    # ------------------------------------------------------------- the ground
    @classmethod
    def committed(cls, work, *args):
        """What ``work(env, *args)`` gives, done by the superuser and committed."""
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            # a server or a job on the same database may be at work
            return retrying(lambda: work(env, *args), env)

    @classmethod
    def keep(cls, records):
        """``records`` are removed in the end."""
        cls.roots.setdefault(records._table, []).extend(records.ids)
        return records

    @classmethod
    def _prepare(cls, env):
        users, mark = env["res.users"], uuid4().hex
        for number, role in enumerate((AGENT, AGENT, LEADER)):
            users |= new_test_user(env, f"race_{mark}_{number}", role)
        cls.keep(users.partner_id)
        cls.keep(users)
        cls.agent, cls.other_agent, cls.leader = users.ids
        cls.survey = cls.keep(cls._survey(env)).id
        cls.campaign = cls.keep(cls._campaign(env)).id
        cls._prepare_more(env)

    @classmethod
    def _prepare_more(cls, env):
        """What a class of tests needs beside."""

    @classmethod
    def _survey(cls, env):
        """A question with the answers yes and no; after a no there is a ticket."""
        survey = env["survey.survey"].create(
            {"title": "Race", "user_id": False, "access_mode": "token"}
        )
        question = env["survey.question"].create(
            {
                "survey_id": survey.id,
                "title": "All well?",
                "suggested_answer_ids": [
                    Command.create({"value": value}) for value in ("Yes", "No")
                ],
            }
        )
        cls.question = question.id
        cls.yes, cls.no = question.suggested_answer_ids.ids
        cls.effect = (
            env["o2c.answer.effect"]
            .create(
                {
                    "question_id": question.id,
                    "kind": "ticket",
                    "choice_ids": [Command.set([cls.no])],
                }
            )
            .id
        )
        return survey

    @classmethod
    def _campaign(cls, env, **values):
        options = {
            "name": "Race",
            "survey_id": cls.survey,
            "leader_id": cls.leader,
            "agent_ids": [Command.set([cls.agent, cls.other_agent])],
            "date_from": False,
            "date_to": False,
        }
        campaign = env["o2c.campaign"].create({**options, **values})
        # not started: the rule would list whoever the database knows
        env.flush_all()
        env.cr.execute(
            "UPDATE o2c_campaign SET state = 'running' WHERE id = %s", [campaign.id]
        )
        env.invalidate_all()
        return campaign

    @classmethod
    def call_of(cls, env, agent=None, **values):
        """A call to a new customer, in the hands of ``agent`` (an id) if given."""
        customer = cls.keep(
            env["res.partner"].create(
                {"name": "Race", "phone": "+39 02 5550 77", "email": "race@example.com"}
            )
        )
        options = {
            "campaign_id": cls.campaign,
            "company_id": env.company.id,
            "partner_id": customer.id,
            "person_id": customer.id,
            "phone": customer.phone,
            "next_try_at": cls.now + timedelta(days=1),
        }
        if agent:
            held = {"state": "in_call", "agent_id": agent}
            options |= {**held, "locked_at": cls.now, "touched_at": cls.now}
        call = env["o2c.call"].create({**options, **values})
        call._prepare_answers()
        return call.id

    @classmethod
    def free(cls, env):
        """Nobody has a call in his hands."""
        env["o2c.call"].search(
            [("campaign_id", "in", cls.roots["o2c_campaign"])]
        ).filtered(lambda call: call.state == "in_call").state = "excluded"
        env.flush_all()

    # ------------------------------------------------------------- afterwards
    @classmethod
    def _remove(cls):
        cls.committed(lambda env: cls._remove_all(env.cr, dict(cls.roots)))

    @classmethod
    def _remove_all(cls, cr, roots):
        users = roots.pop("res_users", [])
        campaigns = roots.pop("o2c_campaign", [])
        partners = roots.pop("res_partner", [])
        for table in ("sms_sms", "loyalty_card"):
            query = "SELECT id FROM %s WHERE partner_id = ANY(%s)"
            cr.execute(SQL(query, SQL.identifier(table), partners))
            cls._delete(cr, table, [row[0] for row in cr.fetchall()])
        cls._delete(cr, "o2c_campaign", campaigns)
        for table, ids in reversed(roots.items()):
            cls._delete(cr, table, ids)
        cls._delete(cr, "res_users", users)
        cls._delete(cr, "res_partner", partners)

    @classmethod
    def _delete(cls, cr, table, ids):
        """Delete rows and all that must not be without them."""
        if not ids:
            return
        cr.execute(REFERENCES, [table])
        for child, column, has_id in cr.fetchall():
            names = SQL.identifier(child), SQL.identifier(column)
            if has_id:
                cr.execute(SQL("SELECT id FROM %s WHERE %s = ANY(%s)", *names, ids))
                cls._delete(cr, child, [row[0] for row in cr.fetchall()])
            else:
                cr.execute(SQL("DELETE FROM %s WHERE %s = ANY(%s)", *names, ids))
        model = cls.models.get(table, table)
        for loose, column in LOOSE.items():
            if loose == table:
                continue
            names = SQL.identifier(loose), SQL.identifier(column)
            cr.execute(
                SQL(
                    "SELECT id FROM %s WHERE %s = %s AND res_id = ANY(%s)",
                    *names,
                    model,
                    ids,
                )
            )
            cls._delete(cr, loose, [row[0] for row in cr.fetchall()])
        cr.execute(SQL("DELETE FROM %s WHERE id = ANY(%s)", SQL.identifier(table), ids))

    # ------------------------------------------------------------- two at once
    def request(self, user, work):
        """A request of ``user`` (an id) that does ``work(env)``."""
        return Request(self, user, work)

    def job(self, model, ids, method, *args):
        """What a job does to its records, as it may do in two processes at once."""
        return self.request(
            SUPERUSER_ID, lambda env: getattr(env[model].browse(ids), method)(*args)
        )

    def rpc(self, user, model, ids, method, *args):
        """A request that calls a method as the client does; ids None: of the model."""
        given = list(args) if ids is None else [list(ids), *args]
        return self.request(user, lambda env: call_kw(env[model], method, given, {}))

    def overtaken(self, slow, quick):
        """``quick`` is there from beginning to end after ``slow`` took its picture."""
        slow.run(picture=quick.run)

    def waiting(self, first, second):
        """``second`` begins while ``first`` has done its work and not committed."""
        with ThreadPoolExecutor(1) as pool:
            begun = []

            def begin():
                begun.append(pool.submit(second.run))
                self._wait_for(second, begun[0])

            first.run(done=begin)
            begun[0].result(PATIENCE)

    def _wait_for(self, request, future):
        """Until ``request`` waits for somebody else, or has come to an end."""
        end = time.monotonic() + PATIENCE
        with self.registry.cursor() as cr:
            while not future.done() and time.monotonic() < end:
                if request.pid:
                    cr.execute(WAITS, [request.pid])
                    if cr.fetchone()[0]:
                        return
                time.sleep(0.01)

    def after(self, first, second):
        """``second`` begins when ``first`` is over: a job with a list from before."""
        first.run()
        second.run()

    def play(self, make, check, *more):
        """Two requests meet in every order, one overtaking and one waiting.

        :param make: gives two requests and prepares what they do something to
        :param check: called with the two, as ``make`` gave them, and with the one of
            them that committed first
        :param more: other ways to meet, in which the first one commits first
        """
        ways = [(meet, 0) for meet in (self.waiting, *more)]
        for meet, first in ((self.overtaken, 1), *ways):
            for turned in (False, True):
                pair = make()
                with self.subTest(meet.__name__, turned=turned):
                    played = pair[::-1] if turned else pair
                    meet(*played)
                    check(*pair, played[first])

    def assertNoError(self, *requests):
        for request in requests:
            if request.error:
                raise request.error
