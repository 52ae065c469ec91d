/** @odoo-module **/

import { Component } from "@odoo/owl";
import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const ICONS = { yes: "fa-check-circle", no: "fa-times-circle", open: "fa-clock-o" };
const TITLES = {
    yes: _t("A perfect order"),
    no: _t("Not a perfect order"),
    open: _t("Perfect so far; not everything is known yet"),
};

/** The four components with their evidence, the cost, and what led to what. */
export class PerfectField extends Component {
    static template = "o2c_orders.PerfectField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get page() {
        return this.props.record.data[this.props.name];
    }

    get title() {
        return TITLES[this.page.measure.verdict];
    }

    icon(verdict) {
        return ICONS[verdict];
    }

    date(text) {
        return formatDate(deserializeDateTime(text));
    }

    /** @param {Object} link an event of the chain: where the next deeper row begins */
    indent(link) {
        return `margin-left: ${Math.min(link.depth, 6) * 2}rem`;
    }

    open(link) {
        const [resModel, resId] = link.record;
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("o2c_perfect", {
    component: PerfectField,
    displayName: _t("Perfect order"),
    supportedTypes: ["json"],
});
