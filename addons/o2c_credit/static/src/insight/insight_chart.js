/* global Chart */
import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";

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

/** A chart of Odoo's own library; `onPick` gets the place of what was clicked. */
export class InsightChart extends Component {
    static template = "o2c_credit.InsightChart";
    static props = {
        type: String,
        labels: Array,
        datasets: Array,
        label: String,
        stacked: { type: Boolean, optional: true },
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
        const grid = getCustomColor(cookie.get("color_scheme"), "#e5e7eb", "#3C3E4B");
        const format = this.props.formatValue;
        const round = this.props.type === "doughnut";
        const axis = { ticks: { color: ink }, grid: { color: grid }, stacked: this.props.stacked };
        return {
            type: this.props.type,
            data: { labels: this.props.labels, datasets: this.props.datasets },
            options: {
                maintainAspectRatio: false,
                animation: false,
                spanGaps: false,
                interaction: { mode: round ? "nearest" : "index", intersect: round },
                onClick: (ev, elements) => elements.length && this.pick(elements[0]),
                onHover: (ev, elements) => {
                    const active = this.props.onPick && elements.length;
                    ev.native.target.style.cursor = active ? "pointer" : "default";
                },
                scales: round
                    ? {}
                    : {
                          x: { ...axis, grid: { display: false } },
                          y: {
                              ...axis,
                              beginAtZero: true,
                              ticks: { color: ink, callback: (value) => format(value, true) },
                          },
                      },
                plugins: {
                    legend: {
                        position: round ? "right" : "bottom",
                        labels: {
                            color: ink,
                            boxWidth: 12,
                            filter: (item, data) =>
                                !data.datasets?.[item.datasetIndex]?.hidden_name,
                        },
                    },
                    tooltip: {
                        filter: (item) => item.raw !== null,
                        callbacks: {
                            label: (item) =>
                                `${round ? item.label : item.dataset.label}: ${format(item.raw)}`,
                        },
                    },
                },
            },
        };
    }

    pick(element) {
        this.props.onPick?.(element.index, element.datasetIndex);
    }
}
