/** @odoo-module **/

import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "o2c.perfect.insight";
const PERIODS = [
    [3, _t("3 months")],
    [6, _t("6 months")],
    [12, _t("12 months")],
    [24, _t("24 months")],
];
const LINES = [
    ["joint", _t("Perfect (SCOR)")],
    ["product", _t("Product (APQC)")],
    ["accuracy", _t("Taken well")],
];

/** Perfect orders and order entry: where they stand to their targets, and the cost. */
export class PerfectDashboard extends Component {
    static template = "o2c_orders.PerfectDashboard";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.periods = PERIODS;
        this.lines = LINES;
        this.state = useState({ data: null, months: 12 });
        onWillStart(() => this.load());
    }

    async load() {
        const call = (this.call = (this.call || 0) + 1);
        const data = await this.orm.call(MODEL, "dashboard", [this.state.months]);
        if (call === this.call) {
            this.state.data = data;
        }
    }

    setMonths(ev) {
        this.state.months = Number(ev.target.value);
        return this.load();
    }

    async open(what, key) {
        const months = this.state.months;
        return this.action.doAction(await this.orm.call(MODEL, "open", [what, key, months]));
    }

    // ------------------------------------------------------------- figures
    percent(value) {
        if (value === null || value === undefined || value === false) {
            return "–";
        }
        return `${formatFloat(value, { digits: [16, 1] })} %`;
    }

    points(value) {
        const sign = value > 0 ? "+" : "";
        return `${sign}${formatFloat(value, { digits: [16, 1] })}`;
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.state.data.currency });
    }

    month(text) {
        return deserializeDate(text).toFormat("LLL yy");
    }

    /** @param {number} rate percent: the width of a bar */
    width(rate) {
        return `width: ${Math.max(0, Math.min(rate || 0, 100))}%`;
    }

    share(amount, rows) {
        const most = Math.max(...rows.map((row) => row.amount), 0.01);
        return `width: ${(amount / most) * 100}%`;
    }

    /** The points of one line of the chart, 0 to 100 % over the months. */
    path(key) {
        const months = this.state.data.months;
        const step = months.length > 1 ? 600 / (months.length - 1) : 0;
        return months
            .map((row, place) => [place * step, row[key]])
            .filter(([, value]) => value !== null && value !== undefined)
            .map(([x, value]) => `${x.toFixed(1)},${(160 - value * 1.6).toFixed(1)}`)
            .join(" ");
    }

    dots(key) {
        return this.path(key)
            .split(" ")
            .filter(Boolean)
            .map((point) => point.split(","));
    }

    y(percent) {
        return 160 - percent * 1.6;
    }
}

registry.category("actions").add("o2c_perfect_dashboard", PerfectDashboard);
