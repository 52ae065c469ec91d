/** @odoo-module **/

import { Component } from "@odoo/owl";
import { deserializeDateTime, formatDate, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const MARKS = {
    part: "fa-cubes",
    return: "fa-undo",
    failed_absent: "fa-user-times",
    failed_address: "fa-map-signs",
    refused: "fa-ban",
    returned: "fa-undo",
    lost: "fa-question",
    credit_note: "fa-file-text-o",
    hold: "fa-hand-paper-o",
    release: "fa-unlock",
    reopened: "fa-repeat",
    said_received: "fa-commenting-o",
    said_not_received: "fa-exclamation-triangle text-danger",
    said_accepted: "fa-thumbs-o-up text-success",
    said_not_accepted: "fa-thumbs-o-down text-danger",
    said_late: "fa-clock-o text-danger",
    said_wrong_place: "fa-map-signs text-danger",
};

function days(from, to) {
    return Math.round(to.startOf("day").diff(from.startOf("day"), "days").days);
}

/** What is known of one milestone: planned and actual, from where, whose it is. */
export class TimelineStep extends Component {
    static template = "o2c_orders.TimelineStep";
    static props = { step: Object, open: Function, close: { type: Function, optional: true } };

    openSource() {
        this.props.open(this.props.step.source);
        this.props.close?.();
    }
}

/**
 * The order's way from capture to cash: one mark per milestone with its date, planned
 * or actual, and how late; who has the order now; what happened beside it; what is
 * missing and who has that.
 */
export class TimelineField extends Component {
    static template = "o2c_orders.TimelineField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.popover = usePopover(TimelineStep, { position: "bottom" });
    }

    get timeline() {
        return this.props.record.data[this.props.name];
    }

    get steps() {
        const next = this.timeline.steps.findIndex((step) => !step.actual && step.kind !== "due");
        return this.timeline.steps.map((step, index) => this.describe(step, index === next));
    }

    get events() {
        return this.timeline.events.map((event) => ({
            ...event,
            date: formatDate(deserializeDateTime(event.at)),
            icon: MARKS[event.kind],
        }));
    }

    get missing() {
        return this.timeline.stage === "cancelled" ? [] : this.timeline.missing;
    }

    /** Who has the order, and for how many days it has been in its stage. */
    get now() {
        const timeline = this.timeline;
        if (!timeline.department) {
            return false;
        }
        const age = days(deserializeDateTime(timeline.since), luxon.DateTime.now());
        const names = [timeline.department_name, timeline.owner].filter(Boolean);
        return {
            stage: timeline.stage_name,
            who: names.join(", "),
            age: age === 1 ? _t("for one day") : age ? _t("for %s days", age) : _t("since today"),
        };
    }

    /**
     * @param {Object} step a milestone with its planned and actual moment (UTC text)
     * @param {boolean} isNext whether it is the first milestone still open
     */
    describe(step, isNext) {
        const planned = step.planned && deserializeDateTime(step.planned);
        const known = step.actual && deserializeDateTime(step.actual);
        // a due day stands in the invoice from the start: reached when it has come
        const actual = known && known <= luxon.DateTime.now() && known;
        const shown = actual || planned || known;
        const text = (format, moment) => (moment ? format(moment) : "");
        return {
            ...step,
            state: this.state(actual, planned, isNext),
            date: text(formatDate, shown),
            isPlan: !actual && Boolean(shown),
            delay: this.delay(step.kind, actual, planned),
            plannedText: text(formatDateTime, planned),
            actualText: text(formatDateTime, actual),
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

    /** How many days late it was or is, as text; nothing when in time. */
    delay(kind, actual, planned) {
        if (!planned || kind === "due" || this.timeline.stage === "cancelled") {
            return "";
        }
        const late = days(planned, actual || luxon.DateTime.now());
        return late > 0 ? _t("%s d late", late) : "";
    }

    show(ev, step) {
        this.popover.open(ev.currentTarget, { step, open: this.openSource.bind(this) });
    }

    openSource(source) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: source.model,
            res_id: source.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("o2c_timeline", {
    component: TimelineField,
    displayName: _t("Order timeline"),
    supportedTypes: ["json"],
});
