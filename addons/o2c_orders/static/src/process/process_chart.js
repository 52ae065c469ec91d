/* global Chart */
import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";

/** A chart of Odoo's own library; `onPick` gets place and series of what was clicked. */
export class ProcessChart extends Component {
    static template = "o2c_orders.ProcessChart";
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
        const grid = getCustomColor(cookie.get("color_scheme"), "#e5e7eb", "#3C3E4B");
        const format = this.props.formatValue;
        const axis = { ticks: { color: ink }, grid: { color: grid }, stacked: this.props.stacked };
        const names = { ...axis, grid: { display: false } };
        const values = {
            ...axis,
            beginAtZero: true,
            ticks: { color: ink, callback: (value) => format(value) },
        };
        const sideways = this.props.sideways;
        return {
            type: this.props.type,
            data: { labels: this.props.labels, datasets: this.props.datasets },
            options: {
                maintainAspectRatio: false,
                animation: false,
                indexAxis: sideways ? "y" : "x",
                interaction: { mode: "nearest", intersect: true },
                onClick: (ev, elements) => elements.length && this.pick(elements[0]),
                scales: sideways ? { x: values, y: names } : { x: names, y: values },
                plugins: {
                    legend: {
                        display: this.props.datasets.length > 1,
                        position: "bottom",
                        labels: { color: ink, boxWidth: 12 },
                    },
                    tooltip: {
                        callbacks: {
                            label: (item) => `${item.dataset.label}: ${format(item.raw)}`,
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
