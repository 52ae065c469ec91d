import { Component, useState } from "@odoo/owl";
import {
    deserializeDate,
    deserializeDateTime,
    formatDate,
    formatDateTime,
} from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { COLOURS, FigureChart, figureLine, monthName } from "@o2c_orders/chart/chart";
import { useKeptChoices } from "./choices";

const MODEL = "o2c.quality.insight";
const PERIODS = [
    [1, _t("This month")],
    [3, _t("3 months")],
    [6, _t("6 months")],
    [12, _t("12 months")],
    [24, _t("24 months")],
];
const SHOWN_BARS = 15;
const CHOICES = ["part", "months", "company", "campaign", "by", "measure"];

/** The figures of quality calls, each with what it rests on; each opens what is behind. */
export class QualityInsight extends Component {
    static template = "o2c_quality_check.Insight";
    static components = { FigureChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.periods = PERIODS;
        this.state = useState({
            data: null,
            part: "satisfaction",
            months: 6,
            company: false,
            campaign: false,
            by: null,
            measure: null,
            search: "",
        });
        this.tooFew = _t("too few");
        for (const name of ["count", "percent", "points", "dayRange", "seconds", "range"]) {
            this[name] = this[name].bind(this);
        }
        this.keep = useKeptChoices(this.state, CHOICES, () => this.load());
    }

    // ------------------------------------------------------------- what is shown
    get options() {
        const { months, company, campaign, by, measure } = this.state;
        return { months, company, campaign, by, measure };
    }

    async load(changes = {}) {
        Object.assign(this.state, changes);
        const call = (this.call = (this.call || 0) + 1);
        const args = [this.state.part, this.options];
        const data = await this.orm.call(MODEL, "dashboard", args);
        if (call === this.call) {
            // an answer to an older question comes too late
            this.state.data = data;
            this.keep();
        }
    }

    show(part) {
        return this.load({ part, by: null });
    }

    choose(name, ev) {
        const value = ev.target.value;
        const number = ["months", "company", "campaign"].includes(name);
        return this.load({ [name]: number ? Number(value) || false : value });
    }

    get byName() {
        const { dimensions, by } = this.state.data;
        return dimensions.find((dimension) => dimension.key === by).name;
    }

    get measureName() {
        const { tiles, measure } = this.state.data;
        return tiles.find((tile) => tile.key === measure).name;
    }

    // ------------------------------------------------------------- figures as text
    count(value, short) {
        return short && value % 1 ? "" : formatFloat(value, { digits: [16, 0] });
    }

    percent(value) {
        return `${formatFloat(value, { digits: [16, 0] })} %`;
    }

    number(value) {
        return formatFloat(value, { digits: [16, 1] });
    }

    /** Mean days late: an interval, or a day of the scale. */
    dayRange(value) {
        if (Array.isArray(value)) {
            const [low, high] = value.map((end) => this.number(end));
            return _t("%(low)s to %(high)s", { low, high });
        }
        return _t("%s days", this.number(value));
    }

    seconds(value) {
        const whole = Math.round(value);
        const rest = String(whole % 60).padStart(2, "0");
        return _t("%s min", `${Math.floor(whole / 60)}:${rest}`);
    }

    points(value) {
        const text = formatFloat(value, { digits: [16, 0] });
        return value > 0 ? `+${text}` : text;
    }

    shown(kind, value) {
        return value === null || value === undefined ? "–" : this[kind](value);
    }

    moment(text) {
        return formatDateTime(deserializeDateTime(text), { showSeconds: false });
    }

    day(text) {
        return formatDate(deserializeDateTime(text));
    }

    /** NPS has a sign, the other measures are shares. */
    scored(value, measure = this.state.data.measure) {
        return measure === "nps" ? this.points(value) : this.percent(value);
    }

    /** The point where it says something, else only between what the truth is. */
    figure(row, measure) {
        if (!row.n) {
            return "–";
        }
        return row.enough ? this.scored(row.value, measure) : this.between(row, measure);
    }

    /** A share of calling; where nobody was asked there is none. */
    share(share) {
        return this.figure(share, "share");
    }

    between(row, measure) {
        if (!row.n || row.low === null) {
            return "";
        }
        return _t("%(low)s to %(high)s", {
            low: this.scored(row.low, measure),
            high: this.scored(row.high, measure),
        });
    }

    /** Under a score: how many answers, and the interval unless it stands above. */
    basis(row, measure) {
        if (!row.n) {
            return _t("no answers");
        }
        const count = this.count(row.n);
        return row.enough
            ? _t("%(count)s answers, %(between)s", {
                  count,
                  between: this.between(row, measure),
              })
            : _t("%s answers: too few for one number", count);
    }

    /** What stands behind a share in a table: of how many, and between what it lies. */
    ofWhole(share) {
        const values = { part: this.count(share.part), whole: this.count(share.n) };
        return _t("%(part)s of %(whole)s, %(between)s", {
            ...values,
            between: this.between(share, "share"),
        });
    }

    ofOrders(share) {
        if (!share.n) {
            return _t("no answers");
        }
        const values = { part: this.count(share.part), whole: this.count(share.n) };
        return share.enough
            ? _t("%(part)s of %(whole)s orders, %(between)s", {
                  ...values,
                  between: this.between(share, "share"),
              })
            : _t("%(part)s of %(whole)s orders: too few for one number", values);
    }

    /** What a bar of a chart says: an interval has two ends. */
    range(value, short) {
        if (Array.isArray(value)) {
            return _t("%(low)s to %(high)s", {
                low: this.scored(value[0]),
                high: this.scored(value[1]),
            });
        }
        return short && value % 1 ? "" : this.scored(value);
    }

    // ------------------------------------------------------------- charts of scores
    get trendLabels() {
        return this.state.data.trend.map((row) => monthName(row.month));
    }

    get trend() {
        const rows = this.state.data.trend.map((row) => ({
            ...row,
            point: row.enough ? row.value : null,
        }));
        const edge = { borderWidth: 0, pointRadius: 0, spanGaps: false };
        return [
            figureLine(rows, "point", this.measureName, "blue", { order: 0, pointRadius: 4 }),
            figureLine(rows, "high", _t("at most"), "light", {
                ...edge,
                backgroundColor: `${COLOURS.light}66`,
                fill: "+1",
            }),
            figureLine(rows, "low", _t("at least"), "light", { ...edge, fill: false }),
        ];
    }

    get bars() {
        return this.state.data.groups.filter((row) => row.n).slice(0, SHOWN_BARS);
    }

    get barLabels() {
        return this.bars.map((row) => row.label);
    }

    get intervals() {
        return [
            {
                label: _t("with 95 %"),
                data: this.bars.map((row) => [row.low, row.high]),
                backgroundColor: this.bars.map((row) =>
                    row.enough ? COLOURS.blue : COLOURS.light
                ),
                barPercentage: 0.5,
            },
        ];
    }

    // ------------------------------------------------------------- other charts
    get untrueBars() {
        const groups = this.state.data.groups.slice(0, SHOWN_BARS);
        return {
            labels: groups.map((row) => row.label),
            datasets: [
                {
                    label: _t("with 95 %"),
                    data: groups.map((row) => [row.low, row.high]),
                    backgroundColor: groups.map((row) => (row.enough ? COLOURS.red : COLOURS.warm)),
                    barPercentage: 0.5,
                },
            ],
        };
    }

    get dayLabels() {
        return this.state.data.days.map((row) =>
            deserializeDate(row.day).toLocaleString({ day: "numeric", month: "short" })
        );
    }

    get dayLines() {
        const rows = this.state.data.days;
        const bar = { type: "bar", borderWidth: 0 };
        return [
            figureLine(rows, "dials", _t("Dials"), "light", bar),
            figureLine(rows, "contacts", _t("Contacts"), "blue", bar),
            figureLine(rows, "results", _t("Results"), "calm", bar),
        ];
    }

    get bandsKnown() {
        return this.state.data.bands.some((band) => band.high !== null);
    }

    get bandBars() {
        return [
            {
                label: _t("Days late"),
                data: this.state.data.bands.map((band) =>
                    band.high === null ? null : [band.low, band.high]
                ),
                barPercentage: 0.5,
                backgroundColor: [COLOURS.red, COLOURS.warm, COLOURS.calm],
            },
        ];
    }

    get bandLabels() {
        return this.state.data.bands.map((band) => band.name);
    }

    get themeBars() {
        return [
            {
                label: _t("Times"),
                data: this.state.data.themes.map((theme) => theme.count),
                backgroundColor: COLOURS.blue,
            },
        ];
    }

    get themeLabels() {
        return this.state.data.themes.map((theme) => theme.name);
    }

    // ------------------------------------------------------------- ways on
    async open(method, ...args) {
        const found = await this.orm.call(MODEL, method, [this.options, ...args]);
        return this.action.doAction(found);
    }

    openScore(measure) {
        return this.open("open_scores", measure);
    }

    openMonth(place) {
        const { measure, trend } = this.state.data;
        return this.open("open_scores", measure, null, trend[place].month);
    }

    openGroup(key) {
        return this.open("open_scores", this.state.data.measure, key, null, true);
    }

    openAttempts(which, key = null) {
        return this.state.data.leader && this.open("open_attempts", which, key);
    }

    openCall(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "o2c.call",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    searchWords() {
        return this.open("open_words", null, this.state.search);
    }

    async workbook() {
        return this.action.doAction(await this.orm.call(MODEL, "workbook", [this.options]));
    }

    analysis() {
        return this.action.doAction("o2c_quality_check.action_quality_score");
    }
}

registry.category("actions").add("o2c_quality_check.insight", QualityInsight);
