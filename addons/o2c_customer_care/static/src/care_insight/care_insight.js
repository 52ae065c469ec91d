import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { COLOURS, FigureChart, figureLine, monthName } from "@o2c_orders/chart/chart";

const MODEL = "o2c.care.insight";
const AGE_COLOURS = ["calm", "calm", "blue", "warm", "orange", "red"];
const PERIODS = [
    [1, _t("This month")],
    [3, _t("3 months")],
    [6, _t("6 months")],
    [12, _t("12 months")],
    [24, _t("24 months")],
];
const OPENED_BY = {
    opened: "opened",
    closed: "closed",
    resolution_median: "closed",
    backlog: "backlog",
};

const within = (screen, count, most) =>
    _t("median of %(count)s, nine of ten within %(most)s", {
        count: screen.count(count),
        most: screen.shown("hours", most),
    });
const of = (screen, count) => _t("of %s", screen.count(count));
const rated = (screen, tile) => {
    if (!tile.rated) {
        return _t("no rating");
    }
    const count = screen.count(tile.rated);
    return tile.satisfaction_enough
        ? _t("%(count)s ratings, %(interval)s", { count, interval: screen.interval(tile) })
        : _t("%s ratings: too few for one number", count);
};
const HINTS = {
    first_reply_median: (screen, tile) => within(screen, tile.replied, tile.first_reply_p90),
    resolution_median: (screen, tile) => within(screen, tile.closed, tile.resolution_p90),
    attainment: (screen, tile) => _t("of %s clocks", screen.count(tile.decided)),
    first_contact: (screen, tile) => of(screen, tile.closed),
    cost: (screen, tile) => of(screen, tile.closed),
    reopen_rate: (screen, tile) => _t("%s times", screen.count(tile.reopenings)),
    satisfaction: rated,
    contacts_per_order: (screen, tile) =>
        _t("%(contacts)s for %(orders)s orders", {
            contacts: screen.count(tile.contacts),
            orders: screen.count(tile.orders),
        }),
    kept_off: (screen, tile) =>
        tile.kept_off_percent === null
            ? ""
            : _t("%s of their customers' contacts", screen.percent(tile.kept_off_percent)),
};

/** The figures of customer care; each opens the tickets behind it. */
export class CareInsight extends Component {
    static template = "o2c_customer_care.CareInsight";
    static components = { FigureChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.periods = PERIODS;
        this.state = useState({ data: null, months: 6, by: "reason", narrow: null });
        for (const name of ["count", "hours", "percent", "money"]) {
            this[name] = this[name].bind(this);
        }
        onWillStart(() => this.load());
    }

    // ------------------------------------------------------------- what is shown
    async load() {
        const call = (this.call = (this.call || 0) + 1);
        const { months, by, narrow } = this.state;
        const data = await this.orm.call(MODEL, "dashboard", [months, by, this.plain(narrow)]);
        if (call === this.call) {
            // an answer to an older question comes too late
            this.state.data = data;
        }
    }

    plain(narrow) {
        return narrow && { field: narrow.field, value: narrow.value };
    }

    setMonths(ev) {
        this.state.months = Number(ev.target.value);
        return this.load();
    }

    setBy(ev) {
        this.state.by = ev.target.value;
        return this.load();
    }

    /** Only the tickets of one group; its name stays beside the choice. */
    narrowTo(row) {
        this.state.narrow = { field: this.state.by, value: row.key, label: row.label };
        return this.load();
    }

    widen() {
        this.state.narrow = null;
        return this.load();
    }

    get byName() {
        return this.state.data.dimensions.find((d) => d.key === this.state.by).name;
    }

    // ------------------------------------------------------------- figures
    money(value, short) {
        return formatMonetary(value, {
            currencyId: this.state.data.currency,
            humanReadable: Boolean(short),
        });
    }

    count(value, short) {
        // half a ticket is no tick of an axis
        return short && value % 1 ? "" : formatFloat(value, { digits: [16, 0] });
    }

    number(value) {
        return formatFloat(value, { digits: [16, 2] });
    }

    hours(value) {
        if (Math.abs(value) < 72) {
            return _t("%s h", formatFloat(value, { digits: [16, 1] }));
        }
        return _t("%s days", formatFloat(value / 24, { digits: [16, 1] }));
    }

    percent(value, short) {
        if (short && value % 1) {
            return "";
        }
        return `${formatFloat(value, { digits: [16, 0] })} %`;
    }

    shown(kind, value) {
        return value === null || value === undefined ? "–" : this[kind](value);
    }

    figure(tile) {
        if (tile.key === "satisfaction" && tile.rated && !tile.satisfaction_enough) {
            return this.interval(tile);
        }
        return this.shown(tile.kind, tile[tile.key]);
    }

    interval(row) {
        return _t("%(low)s to %(high)s", {
            low: formatFloat(row.satisfaction_low, { digits: [16, 0] }),
            high: this.percent(row.satisfaction_high),
        });
    }

    satisfied(row) {
        if (!row.rated) {
            return "–";
        }
        return row.satisfaction_enough ? this.percent(row.satisfaction) : this.interval(row);
    }

    /** The small print of a tile: on how many it rests, and the slow tenth. */
    hint(tile) {
        const hint = HINTS[tile.key];
        return hint ? hint(this, tile) : "";
    }

    /** How a figure moved against as many months before. */
    change(tile) {
        const [now, before] = [tile[tile.key], this.state.data.before[tile.key]];
        const few = tile.key === "satisfaction" && !tile.satisfaction_enough;
        const moved = (now ?? NaN) - (before ?? NaN);
        // NaN: one of the two is not known
        if (few || !(Math.abs(moved) >= (tile.kind === "number" ? 0.005 : 0.5))) {
            return null;
        }
        return {
            text: `${moved > 0 ? "▲" : "▼"} ${this[tile.kind](Math.abs(moved))}`,
            className: this.judged(tile.good, moved > 0),
        };
    }

    judged(good, more) {
        if (good === null) {
            return "text-muted";
        }
        return more === good ? "text-success" : "text-danger";
    }

    // ------------------------------------------------------------- charts
    get labels() {
        return this.state.data.months.map((month) => monthName(month.month));
    }

    line(...args) {
        return figureLine(this.state.data.months, ...args);
    }

    get volume() {
        return [
            this.line("backlog", _t("Open at the end"), "orange", { type: "line", order: 0 }),
            this.line("opened", _t("New"), "blue", { order: 1 }),
            this.line("closings", _t("Closed"), "calm", { order: 1 }),
        ];
    }

    get replies() {
        return [
            this.line("first_reply_median", _t("Median"), "blue"),
            this.line("first_reply_p90", _t("Nine of ten within"), "warm"),
        ];
    }

    get resolutions() {
        return [
            this.line("resolution_median", _t("Median"), "blue"),
            this.line("resolution_p90", _t("Nine of ten within"), "warm"),
        ];
    }

    get quality() {
        return [
            this.line("attainment", _t("In time"), "blue"),
            this.line("first_contact", _t("At first contact"), "calm"),
            this.line("reopen_rate", _t("Reopened"), "red"),
            this.line("satisfaction", _t("Satisfied"), "warm"),
        ];
    }

    get ageLabels() {
        return this.state.data.ages.map((age) => age.label);
    }

    get ages() {
        return [
            {
                label: _t("Open tickets"),
                data: this.state.data.ages.map((age) => age.count),
                backgroundColor: AGE_COLOURS.map((name) => COLOURS[name]),
            },
        ];
    }

    get groupRows() {
        return this.state.data.groups.filter((row) => row.opened).slice(0, 12);
    }

    get groupLabels() {
        return this.groupRows.map((row) => row.label);
    }

    get groupBars() {
        return [
            {
                label: _t("New tickets"),
                data: this.groupRows.map((row) => row.opened),
                backgroundColor: COLOURS.blue,
            },
        ];
    }

    // ------------------------------------------------------------- ways on
    async open(what, key = null) {
        const { months, by, narrow } = this.state;
        const args = [what, months, by, key, this.plain(narrow)];
        return this.action.doAction(await this.orm.call(MODEL, "open", args));
    }

    openTile(tile) {
        return this.open(OPENED_BY[tile.key] || "closed");
    }

    openMonth(place) {
        return this.open(`month:${this.state.data.months[place].month}`);
    }

    openAge(place) {
        return this.open(`age:${place}`);
    }

    openGroup(place) {
        return this.open("group", this.groupRows[place].key);
    }

    async workbook() {
        const { months, by, narrow } = this.state;
        const args = [months, by, this.plain(narrow)];
        return this.action.doAction(await this.orm.call(MODEL, "workbook", args));
    }

    analysis() {
        return this.action.doAction("o2c_customer_care.action_ticket_analysis");
    }
}

registry.category("actions").add("o2c_customer_care.insight", CareInsight);
