import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { COLOURS, FigureChart } from "@o2c_orders/chart/chart";

const MODEL = "o2c.dispute.insight";
const PERIODS = [
    [3, _t("3 months")],
    [6, _t("6 months")],
    [12, _t("12 months")],
    [24, _t("24 months")],
];
const STAKES = [
    ["undecided", _t("To decide"), COLOURS.orange],
    ["granted", _t("Accepted, not settled"), COLOURS.blue],
    ["court", _t("Before court"), COLOURS.red],
];

/** Contested amounts: what is open and how old, why, and how it ends. */
export class Disputes extends Component {
    static template = "o2c_customer_care.Disputes";
    static components = { FigureChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.periods = PERIODS;
        this.state = useState({ data: null, months: 12 });
        this.money = this.money.bind(this);
        onWillStart(() => this.load());
    }

    async load() {
        const call = (this.call = (this.call || 0) + 1);
        const data = await this.orm.call(MODEL, "dashboard", [this.state.months]);
        if (call === this.call) {
            // an answer to an older question comes too late
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

    // ------------------------------------------------------------- words
    money(value, short) {
        const digits = short ? [16, 0] : undefined;
        return formatMonetary(value, { currencyId: this.state.data.currency, digits });
    }

    number(value) {
        return value === null ? "–" : formatFloat(value, { digits: [16, value % 1 ? 1 : 0] });
    }

    get empty() {
        const { stakes, decided, reasons } = this.state.data;
        const live = STAKES.some(([key]) => stakes[key].count);
        return !live && !decided.count && !reasons.length;
    }

    get tiles() {
        const { stakes, decided } = this.state.data;
        return [
            ...STAKES.map(([key, name]) => ({
                key,
                name,
                value: this.money(stakes[key].amount),
                note: stakes[key].count
                    ? _t("%(count)s in number, days of the oldest: %(days)s", {
                          count: stakes[key].count,
                          days: stakes[key].oldest,
                      })
                    : _t("none"),
            })),
            {
                key: "decided",
                name: _t("Accepted of what was decided"),
                value: decided.share === null ? "–" : `${this.number(decided.share)} %`,
                note: _t("%(granted)s of %(contested)s", {
                    granted: this.money(decided.granted),
                    contested: this.money(decided.contested),
                }),
            },
            {
                key: "days",
                open: "decided",
                name: _t("Until the decision"),
                value: decided.days === null ? "–" : _t("%s days", this.number(decided.days)),
                note: _t("median of %s decisions", decided.count),
            },
            {
                key: "rule",
                name: _t("Accepted by rule"),
                value: this.number(decided.rule_count),
                note: this.money(decided.rule_amount),
            },
        ];
    }

    // ------------------------------------------------------------- charts
    get ageSets() {
        return STAKES.map(([key, label, colour]) => ({
            label,
            data: this.state.data.ages[key],
            backgroundColor: colour,
        }));
    }

    get reasonNames() {
        return this.state.data.reasons.map((row) => row.name);
    }

    get reasonSets() {
        const rows = this.state.data.reasons;
        return [
            {
                label: _t("Accepted"),
                data: rows.map((row) => row.granted),
                backgroundColor: COLOURS.blue,
            },
            {
                label: _t("Rejected or undecided"),
                data: rows.map((row) => row.contested - row.granted),
                backgroundColor: COLOURS.light,
            },
        ];
    }

    get monthNames() {
        return this.state.data.months.map((row) => deserializeDate(row.month).toFormat("LLL yy"));
    }

    get monthSets() {
        const rows = this.state.data.months;
        return [
            {
                label: _t("Contested"),
                data: rows.map((row) => row.contested),
                backgroundColor: COLOURS.orange,
            },
            {
                label: _t("Accepted"),
                data: rows.map((row) => row.granted),
                backgroundColor: COLOURS.blue,
            },
        ];
    }

    openAge(_place, series) {
        return this.open(STAKES[series][0]);
    }

    openReason(place) {
        return this.open("reason", this.state.data.reasons[place].key);
    }
}

registry.category("actions").add("o2c_customer_care.disputes", Disputes);
