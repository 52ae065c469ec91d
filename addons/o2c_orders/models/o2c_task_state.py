"""The steps of fulfilment tasks and what follows from each, many at once."""

from odoo import fields, models
from odoo.exceptions import UserError

from .. import explain
from ..domain import fulfilment
from ..domain.fulfilment import State, TaskFacts
from .o2c_task import OPEN


class O2cTask(models.Model):
    _name = "o2c.task"
    _inherit = "o2c.task"

    # ------------------------------------------------------------- what may begin
    def _begin_ready(self):
        """Let those of these orders' tasks begin that wait for nothing any more."""
        tasks = self.order_id.sudo().o2c_task_ids  # of any owner
        facts = {task.id: task._facts() for task in tasks}
        begin = tasks.browse(sorted(fulfilment.beginning(facts)))
        if not begin:
            return
        now = fields.Datetime.now()
        calls = begin.filtered(lambda t: t.execution == "call")
        calls.write({"state": "ready", "ready_at": now, "next_try_at": now})
        (begin - calls).write({"state": "ready", "ready_at": now})
        if calls:
            # a job that any step of anybody may wake
            self.env.ref("o2c_orders.cron_call_out").sudo()._trigger()
        goods = begin.filtered(lambda t: t.execution == "delivery")
        goods.filtered(lambda t: t._goods_delivered())._finish()

    def _facts(self):
        gated = self.template_id.needs_contract and not self.order_id._o2c_has_signed()
        return TaskFacts(State(self.state), frozenset(self.need_ids.ids), gated)

    def _goods_delivered(self):
        """Whether the goods it stands for are with the customer: those of its line,
        or all of the order when its line is a service."""
        moves = self.order_line_id.move_ids or self.order_id.order_line.move_ids
        leaving = moves.filtered(
            lambda m: m.location_dest_id.usage == "customer" and m.state != "cancel"
        )
        return bool(leaving) and all(move.state == "done" for move in leaving)

    # ------------------------------------------------------------- the ends
    def _finish(self, external_ref=None):
        """These are done; what waited for them begins, lines are fulfilled."""
        open_ones = self.filtered(lambda t: t.state in OPEN)
        if not open_ones:
            return
        values = {
            "state": "done",
            "done_at": fields.Datetime.now(),
            "done_by_id": self.env.uid,
            "next_try_at": False,
            "last_error": False,
        }
        if external_ref:
            values["external_ref"] = external_ref
        open_ones._write_step(values)
        open_ones._begin_ready()
        open_ones.order_line_id._o2c_tasks_changed()
        open_ones._log_step()

    def _fail(self, text):
        """These failed: people must look at them. Nothing is tried by itself."""
        self._write_step(
            {
                "state": "failed",
                "failed_at": fields.Datetime.now(),
                "next_try_at": False,
                "last_error": text,
            }
        )
        self._log_step()

    def _cancel(self):
        open_ones = self.filtered(lambda t: t.state in OPEN)
        open_ones._write_step({"state": "cancelled", "next_try_at": False})
        open_ones._begin_ready()
        open_ones.order_line_id._o2c_tasks_changed()

    def _write_step(self, values):
        # the right to take a step was checked; nobody writes a state by hand
        self.sudo().write(values)
        self.order_id._o2c_touch_timeline()

    def _log_step(self):
        for task in self.sudo():  # the history of a task, whoever took the step
            task._message_log(
                body=explain.service.step_log(task),
                author_id=self.env.user.partner_id.id,
            )

    # ------------------------------------------------------------- by people
    def action_start(self):
        self._check_may_work()
        self._check_state("ready", "failed")
        self._write_step(
            {
                "state": "running",
                "started_at": fields.Datetime.now(),
                "next_try_at": False,
                "owner_id": self.env.uid if len(self) == 1 else self[:1].owner_id.id,
            }
        )

    def action_done(self):
        """Done; asks for the reference where one is needed."""
        self._check_may_work()
        self._check_state("ready", "running", "failed")
        missing = self.filtered(
            lambda t: t.template_id.needs_reference and not t.external_ref
        )
        if missing:
            return missing._step_wizard("done")
        self._finish()
        return True

    def action_fail(self):
        self._check_may_work()
        self._check_state("ready", "running")
        return self._step_wizard("failed")

    def action_retry(self):
        """Begin anew what failed, with all its tries."""
        self._check_may_work()
        self._check_state("failed")
        self._write_step(
            {
                "state": "waiting",
                "tries": 0,
                "failed_at": False,
                "last_error": False,
                "next_try_at": False,
            }
        )
        self._begin_ready()

    def action_cancel(self):
        """Not needed any more; what waited for it goes on."""
        desk = self.env.su or self.env.user.has_group("o2c_orders.group_order_desk")
        if not desk:
            raise UserError(self.env._("The order desk decides what is not needed."))
        self._check_may_work()
        self._check_state(*OPEN)
        self._cancel()
        self._log_step()

    def _check_state(self, *states):
        for task in self:
            if task.state not in states:
                raise UserError(explain.service.wrong_step(task))

    def _step_wizard(self, step):
        return {
            "type": "ir.actions.act_window",
            "name": explain.service.step_title(self.env, step),
            "res_model": "o2c.task.step",
            "view_mode": "form",
            "target": "new",
            "context": {"default_task_ids": self.ids, "default_step": step},
        }
