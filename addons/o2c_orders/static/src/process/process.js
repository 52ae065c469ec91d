import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDate, deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { FigureChart } from "../chart/chart";

const MODEL = "o2c.process";
const PERIODS = [
    [30, _t("30 days")],
    [90, _t("90 days")],
    [180, _t("180 days")],
    [365, _t("One year")],
    [730, _t("Two years")],
];
const NARROW = [
    ["team_id", _t("Sales team")],
    ["warehouse_id", _t("Warehouse")],
    ["user_id", _t("Salesperson")],
];
const COLOURS = {
    sales: "#3d6fa8",
    credit: "#8a5aa8",
    warehouse: "#5b8a72",
    transport: "#d9a441",
    accounting: "#cf6f3a",
    customer: "#8a8f98",
};
const AGE_COLOURS = ["#5b8a72", "#9fbcd8", "#d9a441", "#cf6f3a", "#b23a3a"];
const MOMENTS = { confirmed: "#3d6fa8", delivered: "#d9a441", closed: "#5b8a72" };

/** How orders go through the company; every figure opens the orders behind it. */
export class Process extends Component {
    static template = "o2c_orders.Process";
    static components = { FigureChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.periods = PERIODS;
        this.narrowings = NARROW;
        this.state = useState({ data: null, days: 90, field: "", value: 0 });
        this.number = this.number.bind(this);
        this.days = this.days.bind(this);
        onWillStart(() => this.load());
    }

    async load() {
        const call = (this.call = (this.call || 0) + 1);
        const { days, field, value } = this.state;
        const narrow = field && value ? { [field]: value } : {};
        const data = await this.orm.call(MODEL, "figures", [], { days, narrow });
        if (call === this.call) {
            // an answer to an older question comes too late
            this.state.data = data;
        }
    }

    setDays(ev) {
        this.state.days = Number(ev.target.value);
        return this.load();
    }

    setField(ev) {
        const narrowed = this.state.value;
        Object.assign(this.state, { field: ev.target.value, value: 0 });
        return narrowed && this.load();
    }

    setValue(ev) {
        this.state.value = Number(ev.target.value);
        return this.load();
    }

    async measure() {
        await this.orm.call(MODEL, "action_measure", []);
        this.notification.add(_t("The orders are being measured; look again in a minute."), {
            type: "info",
        });
    }

    // ------------------------------------------------------------- words
    get period() {
        const day = (text) => deserializeDate(text).toLocaleString(luxon.DateTime.DATE_MED);
        return _t("%(from)s to %(to)s", {
            from: day(this.state.data.from),
            to: day(this.state.data.to),
        });
    }

    get measured() {
        const at = this.state.data.headline.measured_at;
        return at ? formatDateTime(deserializeDateTime(at)) : false;
    }

    number(value) {
        return formatFloat(value, { digits: [16, value % 1 ? 1 : 0] });
    }

    days(value) {
        return value === null ? "–" : formatFloat(value, { digits: [16, 1] });
    }

    percent(value) {
        return value === null ? "–" : `${formatFloat(100 * value, { digits: [16, 1] })} %`;
    }

    get tiles() {
        return [...this.timeTiles, ...this.touchTiles, ...this.flowTiles];
    }

    get timeTiles() {
        const head = this.state.data.headline;
        return [
            {
                key: "orders",
                name: _t("Orders confirmed"),
                value: this.number(head.orders),
                note: _t("%s of them closed", this.number(head.closed)),
                domain: [],
            },
            {
                key: "cycle",
                name: _t("Capture to closing"),
                value: _t("%s days", this.days(head.median)),
                note: _t("median; nine of ten within %s days", this.days(head.p90)),
                domain: [["closed_at", "!=", false]],
            },
            {
                key: "own",
                name: _t("Of it our own time"),
                value: _t("%s days", this.days(head.own)),
                note: _t("median, without waiting for payment"),
                domain: [["closed_at", "!=", false]],
            },
        ];
    }

    get touchTiles() {
        const head = this.state.data.headline;
        return [
            {
                key: "straight",
                name: _t("Straight through"),
                value: this.percent(head.straight),
                note: _t("of the closed orders: nobody had to step in"),
                domain: [
                    ["closed_at", "!=", false],
                    ["straight_through", "=", true],
                ],
            },
            {
                key: "untouched",
                name: _t("Untouched"),
                value: this.percent(head.untouched),
                note: _t("of the closed orders: no colleague did anything"),
                domain: [
                    ["closed_at", "!=", false],
                    ["untouched", "=", true],
                ],
            },
            {
                key: "touches",
                name: _t("Touches per order"),
                value: this.days(head.touches),
                note: _t("%s of them to put something right", this.days(head.interventions)),
                domain: [["interventions", ">", 0]],
            },
        ];
    }

    get flowTiles() {
        const head = this.state.data.headline;
        const flow = this.state.data.throughput.filter((row) => row.confirmed);
        const perDay = flow.length
            ? flow.reduce((sum, row) => sum + row.confirmed, 0) / flow.length
            : null;
        const busiest = Math.max(...this.state.data.hours);
        return [
            {
                key: "throughput",
                name: _t("Throughput"),
                value: perDay === null ? "–" : _t("%s a day", this.days(perDay)),
                note: _t("%s in the busiest hour", this.days(busiest)),
                domain: [],
            },
            {
                key: "reopened",
                name: _t("Opened again"),
                value: this.percent(head.reopened),
                note: _t("closed, and something came up"),
                domain: [["reopenings", ">", 0]],
            },
        ];
    }

    // ------------------------------------------------------------- charts
    get stageNames() {
        return this.state.data.stages.map((stage) => stage.name);
    }

    get stageSets() {
        const stages = this.state.data.stages;
        return [
            {
                label: _t("Median days"),
                data: stages.map((stage) => stage.median),
                backgroundColor: stages.map((stage) => COLOURS[stage.department]),
            },
            {
                label: _t("Nine of ten within"),
                data: stages.map((stage) => stage.p90),
                backgroundColor: stages.map((stage) => `${COLOURS[stage.department]}55`),
            },
        ];
    }

    get departmentNames() {
        return this.state.data.departments.rows.map((row) => row.name);
    }

    get departmentSets() {
        const rows = this.state.data.departments.rows;
        return [
            {
                label: _t("Mean days per order"),
                data: rows.map((row) => row.days),
                backgroundColor: rows.map((row) => COLOURS[row.department]),
            },
        ];
    }

    get ageNames() {
        return this.state.data.ages.map((row) => row.name);
    }

    get ageSets() {
        const labels = [
            _t("Under 2 days"),
            _t("2 to 7"),
            _t("7 to 14"),
            _t("14 to 30"),
            _t("30 and more"),
        ];
        return labels.map((label, place) => ({
            label,
            data: this.state.data.ages.map((row) => row.counts[place]),
            backgroundColor: AGE_COLOURS[place],
        }));
    }

    get flowNames() {
        return this.state.data.throughput.map((row) =>
            deserializeDate(row.day).toLocaleString({ day: "numeric", month: "short" })
        );
    }

    get flowSets() {
        const names = {
            confirmed: _t("Confirmed"),
            delivered: _t("Delivered"),
            closed: _t("Closed"),
        };
        return Object.entries(names).map(([key, label]) => ({
            label,
            data: this.state.data.throughput.map((row) => row[key]),
            borderColor: MOMENTS[key],
            backgroundColor: MOMENTS[key],
            pointRadius: 1,
            borderWidth: 2,
        }));
    }

    get hourNames() {
        return this.state.data.hours.map((_count, hour) => `${hour}`);
    }

    get hourSets() {
        return [
            {
                label: _t("Orders confirmed on an average day"),
                data: this.state.data.hours,
                backgroundColor: COLOURS.sales,
            },
        ];
    }

    // ------------------------------------------------------------- what is behind
    get scope() {
        const { field, value } = this.state;
        return field && value ? [[field, "=", value]] : [];
    }

    open(name, model, domain, views) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            domain: [...this.scope, ...domain],
            views: views.map((view) => [false, view]),
        });
    }

    openOrders(name, domain) {
        const since = ["confirmed_at", ">=", this.state.data.since];
        return this.open(name, MODEL, [since, ...domain], ["list", "pivot", "graph"]);
    }

    openStage(index) {
        const stage = this.state.data.stages[index];
        const domain = [
            ["stage", "=", stage.stage],
            ["left_at", ">=", this.state.data.since],
        ];
        return this.open(stage.name, "o2c.process.stage", domain, ["list", "graph", "pivot"]);
    }

    openWaiting(stage) {
        const stages =
            stage.stage === "acquisition" ? ["generation", "acquisition"] : [stage.stage];
        return this.open(stage.name, "sale.order", [["o2c_stage", "in", stages]], ["list", "form"]);
    }

    openAge(index) {
        const row = this.state.data.ages[index];
        return this.open(row.name, "sale.order", [["o2c_stage", "=", row.stage]], ["list", "form"]);
    }
}

registry.category("actions").add("o2c_orders.process", Process);
