/** @odoo-module **/

import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { FigureChart, figureLine } from "@o2c_orders/chart/chart";

const LEVELS = {
    better: "alert-success",
    worse: "alert-danger",
    open: "alert-info",
    too_few: "alert-warning",
};

/** What calling changed: both arms, the differences with their intervals, the course. */
export class RetentionEffect extends Component {
    static template = "o2c_quality_check.RetentionEffect";
    static components = { FigureChart };
    static props = { ...standardFieldProps };

    setup() {
        this.percent = this.percent.bind(this);
    }

    get effect() {
        return this.props.record.data[this.props.name];
    }

    level(part) {
        return LEVELS[part.verdict];
    }

    money(value) {
        return value === null ? "–" : formatMonetary(value, { currencyId: this.effect.currency });
    }

    percent(value) {
        return value === null ? "–" : `${formatFloat(value, { digits: [16, 1] })} %`;
    }

    band(arm) {
        return arm.low === null
            ? ""
            : `left: ${arm.low}%; width: ${Math.max(arm.high - arm.low, 0.5)}%`;
    }

    get labels() {
        return this.effect.course.days.map((day) => _t("day %s", day));
    }

    get datasets() {
        const { course, arms } = this.effect;
        const rows = course.days.map((day, place) => ({
            call: course.call[place],
            holdout: course.holdout[place],
        }));
        const steps = { stepped: true, pointRadius: 0 };
        const colours = { call: "calm", holdout: "grey" };
        return arms.map((arm) => figureLine(rows, arm.arm, arm.name, colours[arm.arm], steps));
    }
}

registry.category("fields").add("o2c_retention_effect", {
    component: RetentionEffect,
    displayName: _t("Effect of a retention list"),
    supportedTypes: ["json"],
});
