from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..domain import dial_link
from ..domain.pacing import Mode, Policy
from ..explain import dialler as explain

LINK, PRACTICE, WEB = "link", "practice", "web"
MODES = [
    (Mode.PREVIEW.value, "Preview: the agent dials"),
    (Mode.PROGRESSIVE.value, "Progressive: one line for each free agent"),
    (Mode.PREDICTIVE.value, "Predictive: as many lines as the answers call for"),
]
# a safe harbour asks that it rings so long, and nobody answers sooner than that
LEAST_RING = 15


class O2cDialler(models.Model):
    """How calls are dialled: by a link that a phone opens, or by a telephone system.

    A provider adds its kind to ``kind`` and answers ``_<kind>_dial``,
    ``_<kind>_hang_up`` and ``_<kind>_state``; what happens comes back by
    ``_receive``.
    """

    _name = "o2c.dialler"
    _description = "Dialler"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )
    kind = fields.Selection(
        [
            (LINK, "Link that a phone opens"),
            (PRACTICE, "Practice (no telephone)"),
            (WEB, "Web telephone system"),
        ],
        required=True,
        default=LINK,
        tracking=True,
    )
    mode = fields.Selection(
        MODES, required=True, default=Mode.PREVIEW.value, tracking=True
    )
    user_ids = fields.Many2many(
        "res.users",
        "o2c_dialler_user_rel",
        "dialler_id",
        "user_id",
        "Agents who use it",
        help="Empty: everybody who has no other one.",
    )
    url_template = fields.Char(
        "Link",
        default=dial_link.DEFAULT,
        tracking=True,
        help="For example tel:{number}, sip:{number}@pbx.example.com or"
        " https://pbx.example.com/call?to={digits}&from={extension}. {login} is the"
        " agent, {call} the number of the call.",
    )
    ceiling = fields.Float(
        "Abandoned at most (%)",
        required=True,
        default=3.0,
        digits=(5, 2),
        tracking=True,
        help="Of the calls of a campaign that were answered live within 30 days. 0: the"
        " law of the place knows no share that may be abandoned.",
    )
    connect_seconds = fields.Float(
        "Agent speaks within (s)", required=True, default=2.0, digits=(5, 1)
    )
    ring_seconds = fields.Integer(
        "Rings at least (s)", required=True, default=20, tracking=True
    )
    least_agents = fields.Integer(
        "One line each below",
        required=True,
        default=10,
        help="Fewer agents at work than this: one line for each free agent.",
    )
    message = fields.Text(
        "Message to abandoned calls",
        translate=True,
        help="Played to who answers and finds no agent: who called, for what, and the"
        " number at which he can say that he wants no calls.",
    )
    retry_hours = fields.Integer(
        "Abandoned: again after (h)",
        required=True,
        default=72,
        help="Whom a call was abandoned to is not dialled before.",
    )
    seed = fields.Integer(default=1, help="The same seed draws the same answers.")
    practice_answered = fields.Float(
        "Answered (%)", default=40.0, digits=(5, 1), help="Share of lines drawn."
    )

    _shares = models.Constraint(
        "CHECK (ceiling BETWEEN 0 AND 100 AND practice_answered BETWEEN 0 AND 100)",
        "A share lies between 0 and 100 %.",
    )
    _seconds = models.Constraint(
        "CHECK (connect_seconds >= 0 AND least_agents >= 0 AND retry_hours >= 0)",
        "Times and numbers of agents cannot be negative.",
    )
    _ring = models.Constraint(
        f"CHECK (ring_seconds >= {LEAST_RING})",
        f"Who shall answer needs {LEAST_RING} seconds at least.",
    )

    @api.constrains("kind", "url_template")
    def _check_url_template(self):
        for dialler in self.filtered(lambda d: d.kind == LINK):
            decision = dial_link.check(dialler.url_template)
            if not decision.ok:
                raise ValidationError(
                    "\n".join(
                        explain.bad_link(self.env, reason)
                        for reason in decision.reasons
                    )
                )

    @api.constrains("kind", "mode", "message", "ceiling")
    def _check_telephony(self):
        for dialler in self.filtered(lambda d: d.mode != Mode.PREVIEW.value):
            if not dialler._can_dial():
                raise ValidationError(explain.no_telephony(dialler))
            if dialler.mode == Mode.PREDICTIVE.value and not dialler.message:
                raise ValidationError(explain.no_message(dialler))

    # ------------------------------------------------------------- links
    @api.model
    def _of_user(self, user):
        """The link dialler of ``user``: his own, else his company's, else none."""
        links = self.search([("kind", "=", LINK)]).filtered(
            lambda d: d.company_id.id in (False, self.env.company.id)
        )
        own = links.filtered(lambda d: user in d.user_ids)
        return (own or links.filtered(lambda d: not d.user_ids))[:1]

    def _dial_url(self, number, call=None):
        """The link by which the user's phone dials ``number``; False without a number.

        :param call: the call that it is dialled for
        On no dialler: by that of the user, else by ``tel:``.
        """
        dialler = self or self._of_user(self.env.user)
        user = self.env.user
        dial = dial_link.Dial(
            number or "",
            extension=user.o2c_phone_extension or "",
            login=user.login,
            call=call.id if call else None,
        )
        return dial_link.link(dialler.url_template or dial_link.DEFAULT, dial) or False

    # ------------------------------------------------------------- telephony
    def _policy(self):
        """What the pure rules keep to."""
        self.ensure_one()
        return Policy(
            ceiling=self.ceiling / 100,
            connect_within=self.connect_seconds,
            least_agents=self.least_agents,
        )

    def _can_dial(self):
        """Whether somebody wrote how this kind dials."""
        self.ensure_one()
        return hasattr(self, f"_{self.kind}_dial")

    def _provider(self, what):
        self.ensure_one()
        method = getattr(self, f"_{self.kind}_{what}", None)
        if method is None:
            raise UserError(explain.no_telephony(self))
        return method

    def _poll(self, lines, now):
        """What a provider tells about ``lines`` when asked; others do by themselves.

        :return: events as ``o2c.dialler.event._receive`` takes them
        """
        method = getattr(self, f"_{self.kind}_events", None)
        return method(lines, now) if method else []

    def _connect_line(self, line):
        """Tell a provider that wants to know which agent has the customer."""
        method = getattr(self, f"_{self.kind}_connect", None)
        if method:
            method(line)

    def _obstacle(self, now):
        """Why nobody is to be dialled now, coded for ``explain.web_phone``; or None."""
        method = getattr(self, f"_{self.kind}_obstacle", None)
        return method(now) if method else None

    def _silent_after(self):
        """After so long a line that still rings is given up; None: never."""
        method = getattr(self, f"_{self.kind}_silent_after", None)
        return method() if method else None

    def _play_message(self, line):
        """Who answered and finds no agent hears the message, then the line ends.

        :return: whether there is one
        """
        self._provider("hang_up")(line, self.message or "")
        return bool(self.message)
