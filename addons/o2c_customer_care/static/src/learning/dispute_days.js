import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { COLOURS, FigureChart, monthName } from "@o2c_orders/chart/chart";

const PERIODS = [
    [6, _t("6 months")],
    [12, _t("12 months")],
    [24, _t("24 months")],
];

/** How many days of DSO disputes cause, month by month. */
export class DisputeDays extends Component {
    static template = "o2c_customer_care.DisputeDays";
    static components = { FigureChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.periods = PERIODS;
        this.days = this.days.bind(this);
        this.state = useState({ data: null, months: 12 });
        onWillStart(() => this.load());
    }

    async load() {
        const call = (this.call = (this.call || 0) + 1);
        const data = await this.orm.call("o2c.dispute.days", "dashboard", [this.state.months]);
        if (call === this.call) {
            this.state.data = data;
        }
    }

    setMonths(ev) {
        this.state.months = Number(ev.target.value);
        return this.load();
    }

    openDisputes() {
        return this.action.doAction("o2c_customer_care.action_dispute");
    }

    // ------------------------------------------------------------- figures
    get last() {
        return this.state.data.months.at(-1);
    }

    days(value, short) {
        // less than a day on an axis would read 0.1, 0.1, 0.2, 0.2
        const decimals = short && value < 1 ? 2 : 1;
        return value === null ? "–" : formatFloat(value, { digits: [16, decimals] });
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.state.data.currency, digits: [16, 0] });
    }

    month(text) {
        return monthName(text);
    }

    get labels() {
        return this.state.data.months.map((row) => this.month(row.date));
    }

    bar(key, label, colour) {
        return {
            label,
            data: this.state.data.months.map((row) => row[key]),
            backgroundColor: COLOURS[colour],
        };
    }

    get parts() {
        return [this.bar("by_disputes", _t("By disputes"), "red")];
    }

    get whole() {
        return [
            this.bar("without", _t("Without disputes"), "light"),
            this.bar("by_disputes", _t("By disputes"), "red"),
        ];
    }
}

registry.category("actions").add("o2c_dispute_days", DisputeDays);
