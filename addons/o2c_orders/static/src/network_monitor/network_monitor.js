/** @odoo-module **/

import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "o2c.network.report";
const PERIODS = [
    [3, _t("3 months")],
    [12, _t("12 months")],
    [24, _t("24 months")],
    [0, _t("All")],
];
const COLUMNS = [
    { key: "customers", label: _t("Customers"), kind: "count" },
    { key: "quotations", label: _t("Quotations"), kind: "count" },
    { key: "win_rate", label: _t("Won"), kind: "percent", low: 20 },
    { key: "ordered", label: _t("Orders"), kind: "count" },
    { key: "amount", label: _t("Ordered"), kind: "money" },
    { key: "accuracy", label: _t("Entered right"), kind: "percent", low: 96 },
    { key: "perfect_rate", label: _t("Perfect"), kind: "percent", low: 75 },
    { key: "on_time_rate", label: _t("On time"), kind: "percent", low: 75 },
    { key: "lead_days", label: _t("Days to delivery"), kind: "days" },
    { key: "cycle_days", label: _t("Days to cash"), kind: "days" },
    { key: "late", label: _t("Overdue steps"), kind: "count", bad: "positive" },
];

/** Who brings which orders, and how good they are: by agent, area, manager, channel. */
export class NetworkMonitor extends Component {
    static template = "o2c_orders.NetworkMonitor";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.periods = PERIODS;
        this.state = useState({
            group: "agent_id",
            months: 12,
            sort: "amount",
            down: true,
            data: null,
        });
        onWillStart(() => this.load());
    }

    async load() {
        const call = (this.call = (this.call || 0) + 1);
        const { group, months } = this.state;
        const data = await this.orm.call(MODEL, "monitor", [group, months]);
        if (call === this.call) {
            // an answer to an older question comes too late
            this.state.data = data;
        }
    }

    setGroup(ev) {
        this.state.group = ev.target.value;
        return this.load();
    }

    setMonths(ev) {
        this.state.months = Number(ev.target.value);
        return this.load();
    }

    sortBy(key) {
        this.state.down = this.state.sort === key ? !this.state.down : true;
        this.state.sort = key;
    }

    // ------------------------------------------------------------- what is shown
    get columns() {
        const more = this.state.data.columns.map((column) => ({ ...column, kind: "money" }));
        return [...COLUMNS, ...more];
    }

    get rows() {
        const { sort, down } = this.state;
        const value = (row) => {
            const found = row[sort];
            return found === null || found === undefined || found === false ? -Infinity : found;
        };
        const way = down ? -1 : 1;
        return [...this.state.data.rows].sort((a, b) => {
            const [x, y] = [value(a), value(b)];
            return x === y ? 0 : way * (x < y ? -1 : 1);
        });
    }

    get groupName() {
        return Object.fromEntries(this.state.data.groups)[this.state.group];
    }

    text(row, column) {
        const value = row[column.key];
        if (value === null || value === undefined || value === false) {
            return "–";
        }
        if (column.kind === "money") {
            return formatMonetary(value, {
                currencyId: this.state.data.currency,
                digits: [16, 0],
            });
        }
        if (column.kind === "percent") {
            return `${formatFloat(value, { digits: [16, 0] })} %`;
        }
        return column.kind === "days" ? formatFloat(value, { digits: [16, 1] }) : String(value);
    }

    colour(row, column) {
        const value = row[column.key];
        if (value === null || value === undefined || value === false) {
            return "text-muted";
        }
        const bad =
            (column.low !== undefined && value < column.low) ||
            (column.bad === "positive" && value > 0) ||
            (column.bad === "negative" && value < 0);
        return bad ? "text-danger fw-bold" : "";
    }

    // ------------------------------------------------------------- what is behind
    openRow(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: row.name || _t("Nobody"),
            res_model: MODEL,
            views: [
                [false, "list"],
                [false, "pivot"],
                [false, "graph"],
            ],
            domain: [...this.state.data.domain, [this.state.group, "=", row.id || false]],
        });
    }
}

registry.category("actions").add("o2c_orders.network_monitor", NetworkMonitor);
