/** @odoo-module **/

import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { parseFloat } from "@web/views/fields/parsers";

const MODEL = "o2c.call";

/** A voucher for the customer one is talking to, within the limits of the campaign. */
export class CallVoucher extends Component {
    static template = "o2c_quality_check.CallVoucher";
    static props = {
        call: Object,
        reload: { type: Function, optional: true },
        refresh: { type: Function, optional: true },
        "*": true,
    };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({ voucher: false, amount: "", note: "", busy: false });
        onWillStart(() => this.load(this.props.call.id));
        onWillUpdateProps((next) => next.call.id !== this.props.call.id && this.load(next.call.id));
    }

    async load(callId) {
        this.state.voucher = await this.orm.call(MODEL, "voucher_state", [[callId]]);
    }

    async give() {
        let amount;
        try {
            amount = parseFloat(this.state.amount);
        } catch {
            return this.notification.add(_t("An amount is a number."), { type: "warning" });
        }
        this.state.busy = true;
        try {
            const args = [[this.props.call.id], amount, this.state.note];
            this.state.voucher = await this.orm.call(MODEL, "voucher_give", args);
            this.props.refresh?.();
        } finally {
            this.state.busy = false;
        }
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.state.voucher.currency });
    }
}
