import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { COLOURS, FigureChart, figureLine, monthName } from "@o2c_orders/chart/chart";

const MODEL = "o2c.credit.insight";
const BUCKETS = ["not_due", "bucket_30", "bucket_60", "bucket_90", "bucket_older"];
const BUCKET_COLOURS = ["calm", "warm", "orange", "red", "grey"];
const CLASS_COLOURS = { A: "calm", B: "blue", C: "warm", D: "orange", E: "red" };
const PERIODS = [
    [7, _t("6 months")],
    [13, _t("12 months")],
    [25, _t("24 months")],
];

/** The figures of the receivables; each opens what is behind it. */
export class Insight extends Component {
    static template = "o2c_credit.Insight";
    static components = { FigureChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.periods = PERIODS;
        this.state = useState({
            data: null,
            classes: null,
            months: 13,
            field: "",
            value: "",
        });
        this.money = this.money.bind(this);
        this.days = this.days.bind(this);
        this.percent = this.percent.bind(this);
        onWillStart(async () => {
            await this.load();
            // read from today's ledger: the screen does not wait for it
            this.orm.call(MODEL, "exposure_by_class", []).then((found) => {
                this.state.classes = found;
            });
        });
    }

    // ------------------------------------------------------------- what is shown
    get segment() {
        const { field, value } = this.state;
        const options = this.options;
        const chosen = options.find((option) => String(option.value) === value);
        return field && chosen ? { field, value: chosen.value } : null;
    }

    get options() {
        const segments = this.state.data?.segments || [];
        return segments.find((segment) => segment.field === this.state.field)?.options || [];
    }

    async load() {
        const call = (this.call = (this.call || 0) + 1);
        const data = await this.orm.call(MODEL, "dashboard", [this.state.months, this.segment]);
        if (call === this.call) {
            // an answer to an older question comes too late
            this.state.data = data;
        }
    }

    setMonths(ev) {
        this.state.months = Number(ev.target.value);
        return this.load();
    }

    setField(ev) {
        const narrowed = this.segment;
        Object.assign(this.state, { field: ev.target.value, value: "" });
        return narrowed && this.load();
    }

    setValue(ev) {
        this.state.value = ev.target.value;
        return this.load();
    }

    // ------------------------------------------------------------- figures
    money(value, short) {
        return formatMonetary(value, {
            currencyId: this.state.data.currency,
            digits: [16, 0],
            humanReadable: Boolean(short),
        });
    }

    days(value) {
        return formatFloat(value, { digits: [16, 1] });
    }

    percent(value) {
        return `${formatFloat(value, { digits: [16, 0] })} %`;
    }

    figure(tile, value) {
        if (value === null || value === undefined) {
            return "–";
        }
        const text = this[tile.kind](value);
        return tile.kind === "days" ? _t("%s days", text) : text;
    }

    change(tile) {
        if (tile.value === null || tile.before === null || tile.good === null) {
            return null;
        }
        const moved = tile.value - tile.before;
        if (Math.abs(moved) < (tile.kind === "days" ? 0.05 : 0.5)) {
            return null;
        }
        return {
            text: `${moved > 0 ? "▲" : "▼"} ${this[tile.kind](Math.abs(moved))}`,
            className: moved > 0 === tile.good ? "text-success" : "text-danger",
        };
    }

    day(text) {
        return deserializeDate(text).toLocaleString({
            day: "numeric",
            month: "short",
            year: "numeric",
        });
    }

    share(value) {
        return value === null ? "–" : this.percent(value * 100);
    }

    // ------------------------------------------------------------- charts
    get labels() {
        return this.state.data.months.map((month) => monthName(month.month));
    }

    line(...args) {
        return figureLine(this.state.data.months, ...args);
    }

    get dsoLines() {
        return [
            this.line("dso_count_back", _t("Counted back"), "blue", { borderWidth: 3 }),
            this.line("dso_three_months", _t("Three months"), "warm"),
            this.line("dso", _t("Simple"), "grey", { borderDash: [4, 4] }),
            this.line("best_dso_count_back", _t("Best possible, counted back"), "calm"),
        ];
    }

    get ageBars() {
        return BUCKETS.map((key, place) =>
            this.line(key, this.state.data.buckets[place], BUCKET_COLOURS[place])
        );
    }

    get qualityLines() {
        return [
            this.line("effectiveness", _t("Collection effectiveness"), "blue"),
            this.line("share_in_time", _t("Paid in time"), "calm"),
            this.line("promise_share", _t("Promises kept"), "warm"),
        ];
    }

    get delayLines() {
        return [
            this.line("dbt", _t("Days beyond terms"), "red"),
            this.line("days_delinquent", _t("Average days delinquent"), "orange"),
            this.line("disputed_days", _t("In dispute"), "grey"),
        ];
    }

    get weekLabels() {
        return this.state.data.forecast.weeks.map((week) =>
            deserializeDate(week.start).toLocaleString({ day: "numeric", month: "short" })
        );
    }

    get weekBars() {
        const weeks = this.state.data.forecast.weeks;
        const edge = { type: "line", borderWidth: 1, pointRadius: 0, tension: 0.2, order: 0 };
        return [
            {
                ...edge,
                label: _t("At most"),
                data: weeks.map((week) => week.high),
                borderColor: COLOURS.light,
                backgroundColor: `${COLOURS.light}55`,
                fill: "+1",
            },
            {
                ...edge,
                label: _t("At least"),
                data: weeks.map((week) => week.low),
                borderColor: COLOURS.light,
            },
            {
                label: _t("Expected"),
                data: weeks.map((week) => week.expected),
                backgroundColor: COLOURS.blue,
                order: 1,
            },
        ];
    }

    get trialLabels() {
        return this.state.data.forecast.trials.map((trial) => this.day(trial.date));
    }

    get trialBars() {
        const trials = this.state.data.forecast.trials;
        return [
            {
                label: _t("Expected"),
                data: trials.map((trial) => trial.expected),
                backgroundColor: COLOURS.light,
            },
            {
                label: _t("Came"),
                data: trials.map((trial) => trial.actual),
                backgroundColor: COLOURS.blue,
            },
        ];
    }

    get classLabels() {
        return this.state.classes.map((row) => row.class || _t("None"));
    }

    get classSlices() {
        return [
            {
                label: _t("Exposure"),
                data: this.state.classes.map((row) => Math.max(0, row.exposure)),
                backgroundColor: this.state.classes.map(
                    (row) => COLOURS[CLASS_COLOURS[row.class] || "grey"]
                ),
            },
        ];
    }

    // ------------------------------------------------------------- ways on
    async open(what, month = null) {
        const action = await this.orm.call(MODEL, "open", [what, month, this.segment]);
        return this.action.doAction(action);
    }

    openMonth(what, place) {
        return this.open(what, this.state.data.months[place].month);
    }

    openBucket(place, dataset) {
        return this.openMonth(BUCKETS[dataset], place);
    }

    openClass(place) {
        return this.open(`class:${this.state.classes[place].class}`);
    }

    async workbook() {
        const action = await this.orm.call(MODEL, "workbook", [this.state.months]);
        return this.action.doAction(action);
    }
}

registry.category("actions").add("o2c_credit.insight", Insight);
