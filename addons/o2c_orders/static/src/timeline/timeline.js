/** @odoo-module **/

import { Component } from "@odoo/owl";
import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * The order's way from capture to cash: one mark per milestone with its date,
 * planned or actual, and below it what is missing and who has it.
 */
export class TimelineField extends Component {
    static template = "o2c_orders.TimelineField";
    static props = { ...standardFieldProps };

    get timeline() {
        return this.props.record.data[this.props.name];
    }

    get steps() {
        const next = this.timeline.steps.findIndex((step) => !step.actual);
        return this.timeline.steps.map((step, index) => this.describe(step, index === next));
    }

    get missing() {
        return this.timeline.stage === "cancelled" ? [] : this.timeline.missing;
    }

    /**
     * @param {Object} step a milestone with its planned and actual moment (UTC text)
     * @param {boolean} isNext whether it is the first milestone still open
     */
    describe(step, isNext) {
        const planned = step.planned && deserializeDateTime(step.planned);
        const actual = step.actual && deserializeDateTime(step.actual);
        const state = this.state(actual, planned, isNext);
        const shown = actual || planned;
        return {
            ...step,
            state,
            date: shown ? formatDate(shown) : "",
            isPlan: !actual && Boolean(planned),
            title: this.title(actual, planned),
        };
    }

    state(actual, planned, isNext) {
        if (this.timeline.stage === "cancelled" && !actual) {
            return "off";
        }
        if (actual) {
            return "done";
        }
        if (planned && planned.endOf("day") < luxon.DateTime.now()) {
            return "late";
        }
        return isNext ? "next" : "open";
    }

    title(actual, planned) {
        const lines = [];
        if (planned) {
            lines.push(_t("Planned: %s", formatDate(planned)));
        }
        if (actual) {
            lines.push(_t("Actual: %s", formatDate(actual)));
        }
        return lines.join("\n");
    }
}

registry.category("fields").add("o2c_timeline", {
    component: TimelineField,
    displayName: _t("Order timeline"),
    supportedTypes: ["json"],
});
