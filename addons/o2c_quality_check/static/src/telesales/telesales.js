/** @odoo-module **/

import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { COLOURS, FigureChart } from "@o2c_orders/chart/chart";
import { useKeptChoices } from "../insight/choices";

const MODEL = "o2c.telesales.insight";
const FIELDS = { campaign: "campaign_id", script: "survey_id", agent: "agent_id" };
const PERIODS = [
    [1, _t("This month")],
    [3, _t("3 months")],
    [6, _t("6 months")],
    [12, _t("12 months")],
];

/** What calls that sell bring in, each share with the interval that its n allows. */
export class TelesalesInsight extends Component {
    static template = "o2c_quality_check.TelesalesInsight";
    static components = { FigureChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.periods = PERIODS;
        this.money = this.money.bind(this);
        this.pick = this.pick.bind(this);
        this.state = useState({ data: null, months: 6, by: "campaign", campaign: false });
        const choices = ["months", "by", "campaign"];
        this.keep = useKeptChoices(this.state, choices, () => this.load());
    }

    async load() {
        const { months, by, campaign } = this.state;
        const call = (this.call = (this.call || 0) + 1);
        const data = await this.orm.call(MODEL, "dashboard", [months, by, campaign]);
        if (call === this.call) {
            // an answer to an older question comes too late
            this.state.data = data;
            this.keep();
        }
    }

    set(name, value) {
        this.state[name] = value;
        return this.load();
    }

    setNumber(name, ev) {
        return this.set(name, Number(ev.target.value) || false);
    }

    // ------------------------------------------------------------- what is shown
    get name() {
        return this.state.data.dimensions.find((d) => d.key === this.state.data.by).name;
    }

    money(value, short) {
        if (value === null) {
            return "–";
        }
        const options = { currencyId: this.state.data.currency };
        return formatMonetary(value, short ? { ...options, digits: [16, 0] } : options);
    }

    percent(value) {
        return value === null ? "–" : `${formatFloat(value, { digits: [16, 1] })} %`;
    }

    /** Below thirty the band says more than the point would. */
    conversion(row) {
        if (!row.n) {
            return "–";
        }
        const band = `${this.percent(row.low)} – ${this.percent(row.high)}`;
        return row.enough ? `${this.percent(row.conversion)} (${band})` : band;
    }

    band(row) {
        return row.n ? `left: ${row.low}%; width: ${Math.max(row.high - row.low, 0.5)}%` : "";
    }

    get datasets() {
        const revenue = this.state.data.groups.map((group) => group.revenue);
        return [{ label: _t("Revenue"), data: revenue, backgroundColor: COLOURS.calm }];
    }

    get labels() {
        return this.state.data.groups.map((group) => group.name);
    }

    // ------------------------------------------------------------- what is behind
    async open(group, ...more) {
        const extra = group ? [[FIELDS[this.state.data.by], "=", group.key], ...more] : more;
        const list = await this.action.loadAction("o2c_quality_check.action_telesales_orders");
        // all that was counted, without the filter with which the menu opens the list
        const domain = [...this.state.data.domain, ...extra];
        return this.action.doAction({ ...list, domain, context: {} });
    }

    pick(place) {
        return this.open(this.state.data.groups[place]);
    }
}

registry.category("actions").add("o2c_telesales_insight", TelesalesInsight);
