import secrets

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize
from odoo.tools.misc import hash_sign, verify_hash_signed

from .returns import O2cReturnPortal, read_quantity

SCOPE = "o2c_orders.withdrawal"
HOURS = 1  # to read the summary before it has to be asked anew
NAME_LENGTH = 200


class O2cWithdrawalPortal(O2cReturnPortal):
    """The right of withdrawal in two steps: say what, confirm it."""

    @http.route(
        "/my/orders/<int:order_id>/withdraw",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_o2c_withdraw_form(self, order_id, access_token=None, **kw):
        """First step: who, from what, and where the acknowledgement goes."""
        order = self._o2c_own_order(order_id, access_token)
        if not order or not order.o2c_may_withdraw:
            return request.redirect("/my")
        return self._o2c_withdraw_form(order, access_token)

    def _o2c_withdraw_form(self, order, access_token, error=None, form=None):
        return self._o2c_order_page(
            order,
            "withdraw",
            "o2c_orders.portal_withdraw_form",
            access_token,
            withdrawable=order._o2c_portal_withdrawable(),
            error=error,
            form=form or {},
        )

    @http.route(
        "/my/orders/<int:order_id>/withdraw/check",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_withdraw_check(self, order_id, access_token=None, **form):
        """Second step: show what will be declared; nothing is written yet."""
        order = self._o2c_own_order(order_id, access_token)
        if not order or not order.o2c_may_withdraw:
            return request.redirect("/my")
        try:
            declared = self._o2c_read_form(order, form)
        except (UserError, ValueError) as error:
            text = error.args[0] if isinstance(error, UserError) else None
            return self._o2c_withdraw_form(
                order,
                access_token,
                text or request.env._("Please enter quantities as numbers."),
                form,
            )
        return self._o2c_order_page(
            order,
            "withdraw",
            "o2c_orders.portal_withdraw_confirm",
            access_token,
            statement=order._o2c_withdrawal_statement(_quantities(order, declared)),
            declared=declared,
            sealed=_seal(request.env, {**declared, "order": order.id}),
        )

    def _o2c_read_form(self, order, form):
        """What the visitor filled in, checked: name, address and quantities."""
        name = form.get("person_name", "").strip()[:NAME_LENGTH]
        email = email_normalize(form.get("email", ""))
        if not name or not email:
            raise UserError(
                request.env._(
                    "Please enter your name and the e-mail address for the"
                    " acknowledgement."
                )
            )
        lines = {}
        for line in order._o2c_portal_withdrawable():
            quantity = read_quantity(form, line)
            if quantity:
                lines[str(line.id)] = quantity
        declared = {"person_name": name, "email": email, "lines": lines}
        order._o2c_split_withdrawn(_quantities(order, declared))
        return declared

    @http.route(
        "/my/orders/<int:order_id>/withdraw/confirm",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_withdraw_confirm(self, order_id, sealed="", access_token=None, **kw):
        """Confirmed: the withdrawal is declared, once, and acknowledged."""
        order = self._o2c_own_order(order_id, access_token)
        declared = order and _open(request.env, sealed)
        if not declared or declared["order"] != order.id:
            return request.redirect("/my")
        quantities = _quantities(order, declared)
        try:
            with request.env.cr.savepoint():
                record = order._o2c_portal_withdraw(
                    quantities,
                    person_name=declared["person_name"],
                    email=declared["email"],
                    source_key=f"portal:{declared['nonce']}",
                )
        except UserError as error:
            return self._o2c_withdraw_form(order, access_token, error.args[0])
        return request.redirect(record._o2c_portal_url(), code=303)

    # ------------------------------------------------------------- afterwards
    def _o2c_own_withdrawal(self, order_id, withdrawal_id, access_token):
        order = self._o2c_own_order(order_id, access_token)
        return order and order.o2c_withdrawal_ids.filtered(
            lambda record: record.id == withdrawal_id
        )

    @http.route(
        "/my/orders/<int:order_id>/withdrawals/<int:withdrawal_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_o2c_withdrawal(self, order_id, withdrawal_id, access_token=None, **kw):
        """One withdrawal from the visitor's own order."""
        record = self._o2c_own_withdrawal(order_id, withdrawal_id, access_token)
        if not record:
            return request.redirect("/my")
        return self._o2c_order_page(
            record.order_id,
            "withdraw",
            "o2c_orders.portal_withdrawal",
            access_token,
            record=record,
        )

    @http.route(
        "/my/orders/<int:order_id>/withdrawals/<int:withdrawal_id>/paper",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def portal_o2c_withdrawal_paper(
        self, order_id, withdrawal_id, access_token=None, **kw
    ):
        """The acknowledgement as it was sent."""
        record = self._o2c_own_withdrawal(order_id, withdrawal_id, access_token)
        if not record or not record.acknowledgement_id:
            return request.redirect("/my")
        stream = request.env["ir.binary"]._get_stream_from(record.acknowledgement_id)
        return stream.get_response(as_attachment=True)

    @http.route(
        "/my/orders/<int:order_id>/withdrawals/<int:withdrawal_id>/sent",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def portal_o2c_withdrawal_sent(
        self, order_id, withdrawal_id, reference="", access_token=None, **kw
    ):
        """The customer says with which parcel he sent the goods."""
        record = self._o2c_own_withdrawal(order_id, withdrawal_id, access_token)
        reference = reference.strip()[:NAME_LENGTH]
        if not record:
            return request.redirect("/my")
        if reference and record.goods_to_come and record.state == "accepted":
            record._note_sent(reference)
        return request.redirect(record._o2c_portal_url(), code=303)


def _quantities(order, declared):
    """{order line: quantity} of what was declared; lines of other orders fall out."""
    lines = {str(line.id): line for line in order.order_line}
    return {
        lines[key]: quantity
        for key, quantity in declared["lines"].items()
        if key in lines
    }


def _seal(env, declared):
    """What was shown, signed and with an end, so that exactly this is confirmed."""
    content = {**declared, "nonce": secrets.token_urlsafe(24)}
    # the secret of the database, which nobody may read
    return hash_sign(env(su=True), SCOPE, content, expiration_hours=HOURS)


def _open(env, sealed):
    """What was sealed; None when it was tampered with or is too old."""
    try:
        return verify_hash_signed(env(su=True), SCOPE, sealed)  # as in _seal
    except ValueError:
        return None
