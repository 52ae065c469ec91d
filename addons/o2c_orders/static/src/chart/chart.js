/* global Chart */
import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";
import { deserializeDate } from "@web/core/l10n/dates";

/** The colours of the charts, readable on both colour schemes. */
export const COLOURS = {
    calm: "#5b8a72",
    blue: "#3d6fa8",
    light: "#9fbcd8",
    warm: "#d9a441",
    orange: "#cf6f3a",
    red: "#b23a3a",
    grey: "#8a8f98",
};

/** A month beside an axis, from a day in it as the server writes it. */
export function monthName(day) {
    return deserializeDate(day).toLocaleString({ month: "short", year: "2-digit" });
}

/** One figure of rows as a line; `more` are other options of the chart's library. */
export function figureLine(rows, key, label, colour, more = {}) {
    return {
        label,
        data: rows.map((row) => row[key]),
        borderColor: COLOURS[colour],
        backgroundColor: COLOURS[colour],
        borderWidth: 2,
        pointRadius: 2,
        tension: 0.2,
        ...more,
    };
}

/**
 * A chart of Odoo's own library in the colours of the screen, redrawn when its figures change.
 * `formatValue(value, short)` makes the text of a value, short beside an axis;
 * `onPick(place, series)` gets what was clicked.
 */
export class FigureChart extends Component {
    static template = "o2c_orders.FigureChart";
    static props = {
        type: String,
        labels: Array,
        datasets: Array,
        label: String,
        stacked: { type: Boolean, optional: true },
        sideways: { type: Boolean, optional: true },
        formatValue: Function,
        onPick: { type: Function, optional: true },
    };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                this.chart = new Chart(this.canvas.el, this.config());
                return () => this.chart.destroy();
            },
            () => [JSON.stringify([this.props.labels, this.props.datasets])]
        );
    }

    config() {
        const ink = getCustomColor(cookie.get("color_scheme"), "#374151", "#E4E4E4");
        const round = this.props.type === "doughnut";
        const { labels, datasets, sideways } = this.props;
        return {
            type: this.props.type,
            data: { labels, datasets },
            options: {
                maintainAspectRatio: false,
                animation: false,
                spanGaps: false,
                indexAxis: sideways ? "y" : "x",
                interaction:
                    round || sideways
                        ? { mode: "nearest", intersect: true }
                        : { mode: "index", intersect: false },
                onClick: (ev, elements) => elements.length && this.pick(elements[0]),
                onHover: (ev, elements) => {
                    const active = this.props.onPick && elements.length;
                    ev.native.target.style.cursor = active ? "pointer" : "default";
                },
                scales: round ? {} : this.scales(ink),
                plugins: { legend: this.legend(ink, round), tooltip: this.tooltip(round) },
            },
        };
    }

    scales(ink) {
        const grid = getCustomColor(cookie.get("color_scheme"), "#e5e7eb", "#3C3E4B");
        const { formatValue: format, sideways, stacked } = this.props;
        const names = { ticks: { color: ink }, grid: { display: false }, stacked };
        const values = {
            ticks: { color: ink, callback: (value) => format(value, true) },
            grid: { color: grid },
            stacked,
            beginAtZero: true,
        };
        return sideways ? { x: values, y: names } : { x: names, y: values };
    }

    legend(ink, round) {
        return {
            // a single series is named by the heading above
            display: round || this.props.datasets.length > 1,
            position: round ? "right" : "bottom",
            labels: { color: ink, boxWidth: 12 },
        };
    }

    tooltip(round) {
        const format = this.props.formatValue;
        const name = (item) => (round ? item.label : item.dataset.label);
        return {
            filter: (item) => item.raw !== null,
            callbacks: { label: (item) => `${name(item)}: ${format(item.raw)}` },
        };
    }

    pick(element) {
        this.props.onPick?.(element.index, element.datasetIndex);
    }
}
