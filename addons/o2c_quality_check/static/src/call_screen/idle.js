import { Component, onWillUnmount } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";

const LATEST = 60 * 60 * 1000;

/** Nothing in hand: what comes when, and how the day goes. */
export class CallIdle extends Component {
    static template = "o2c_quality_check.CallIdle";
    static props = {
        waiting: [Object, { value: null }],
        today: Object,
        session: Object,
        notice: String,
        said: String,
        busy: Boolean,
        next: Function,
        pause: Function,
        due: Function,
    };

    setup() {
        const { waiting } = this.props;
        if (waiting?.at) {
            const wait = deserializeDateTime(waiting.at).diffNow().as("milliseconds");
            // asked again when the next one falls due, not every minute
            this.timer = setTimeout(() => this.props.due(), Math.min(Math.max(wait, 1000), LATEST));
        }
        onWillUnmount(() => clearTimeout(this.timer));
    }

    get paused() {
        return this.props.session.state === "pause";
    }
}
