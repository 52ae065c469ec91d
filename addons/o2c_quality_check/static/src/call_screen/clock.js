import { Component, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime } from "@web/core/l10n/dates";

const { DateTime } = luxon;
const SECOND = 1000;
const MINUTE = 60;

/** Minutes and seconds of a number of seconds. */
export function elapsed(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    return `${Math.floor(whole / MINUTE)}:${String(whole % MINUTE).padStart(2, "0")}`;
}

/** What time it is at the customer's place. */
export class PlaceClock extends Component {
    static template = "o2c_quality_check.PlaceClock";
    static props = { zone: String };

    setup() {
        this.state = useState({ now: DateTime.now() });
        const timer = setInterval(() => (this.state.now = DateTime.now()), 5 * SECOND);
        onWillUnmount(() => clearInterval(timer));
    }

    get time() {
        return this.state.now.setZone(this.props.zone).toFormat("HH:mm");
    }

    /** The day, when it is another one there. */
    get day() {
        const there = this.state.now.setZone(this.props.zone);
        return there.day === this.state.now.day ? "" : there.toFormat("ccc");
    }
}

/** How long the talk lasts, or what comes before and after it. */
export class CallTimer extends Component {
    static template = "o2c_quality_check.CallTimer";
    static props = { takenAt: String, dialledAt: [String, Boolean], hungUpAt: [String, Boolean] };

    setup() {
        this.state = useState({ now: DateTime.now() });
        const timer = setInterval(() => (this.state.now = DateTime.now()), SECOND);
        onWillUnmount(() => clearInterval(timer));
    }

    get phase() {
        const { takenAt, dialledAt, hungUpAt } = this.props;
        if (hungUpAt) {
            return { name: "wrap", label: _t("Wrap-up"), since: hungUpAt };
        }
        return dialledAt
            ? { name: "talk", label: _t("Talk"), since: dialledAt }
            : { name: "ready", label: _t("Preparing"), since: takenAt };
    }

    get time() {
        const since = deserializeDateTime(this.phase.since);
        return elapsed(this.state.now.diff(since).as("seconds"));
    }
}
