/** @odoo-module **/

import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { serializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "o2c.quote.report";
const PERIODS = [
    ["month", _t("This month")],
    ["quarter", _t("This quarter")],
    ["year", _t("This year")],
    ["ever", _t("All")],
];
const STEPS = {
    quoted: _t("Entered"),
    sent: _t("Sent"),
    sent_again: _t("Sent again: revised or relaunched"),
    won_sent: _t("Won"),
};

/** How many quotations got how far, why the others did not, and where they came from. */
export class QuoteFunnel extends Component {
    static template = "o2c_orders.QuoteFunnel";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.periods = PERIODS;
        this.state = useState({ period: "year", data: null });
        onWillStart(() => this.load());
    }

    async load() {
        const { period } = this.state;
        const from =
            period === "ever" ? null : serializeDateTime(luxon.DateTime.now().startOf(period));
        const data = await this.orm.call(MODEL, "funnel", [from]);
        if (period === this.state.period) {
            // an answer to an older question comes too late
            this.state.data = data;
        }
    }

    setPeriod(ev) {
        this.state.period = ev.target.value;
        return this.load();
    }

    // ------------------------------------------------------------- what is shown
    get steps() {
        const first = this.state.data.steps[0].count || 1;
        return this.state.data.steps
            .filter((step) => step.key in STEPS)
            .map((step) => ({
                ...step,
                name: STEPS[step.key],
                width: Math.max((100 * step.count) / first, 1),
                share: (100 * step.count) / first,
            }));
    }

    get direct() {
        return this.state.data.steps.find((step) => step.key === "direct");
    }

    get mostReasons() {
        return Math.max(1, ...this.state.data.reasons.map((reason) => reason.count));
    }

    money(value) {
        return formatMonetary(value, {
            currencyId: this.state.data.currency,
            digits: [16, 0],
        });
    }

    percent(value) {
        return value === null || value === undefined || value === false
            ? "–"
            : `${formatFloat(value, { digits: [16, 0] })} %`;
    }

    // ------------------------------------------------------------- what is behind
    open(name, extra) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: MODEL,
            views: [
                [false, "list"],
                [false, "pivot"],
                [false, "graph"],
            ],
            domain: [...this.state.data.domain, ...extra],
        });
    }

    openStep(step) {
        return this.open(step.name, [[step.key, "=", 1]]);
    }

    openReason(reason) {
        return this.open(reason.name, [
            ["status", "=", reason.status],
            ["reason_id", "=", reason.id || false],
        ]);
    }

    openChannel(channel) {
        return this.open(channel.name || _t("No channel"), [
            ["medium_id", "=", channel.id || false],
        ]);
    }
}

registry.category("actions").add("o2c_orders.quote_funnel", QuoteFunnel);
