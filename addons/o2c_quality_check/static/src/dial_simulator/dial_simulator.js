import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { FigureChart, figureLine } from "@o2c_orders/chart/chart";

const MODEL = "o2c.dialler.simulator";
const SECONDS = _t("s");
const GROUPS = [
    {
        title: _t("Agents"),
        fields: [
            ["agents", _t("Agents"), ""],
            ["hours", _t("Hours"), _t("h")],
            ["arrival", _t("All have come after"), _t("min")],
            ["talk", _t("Talk"), SECONDS],
            ["wrap", _t("Wrap-up"), SECONDS],
            ["preview", _t("Preview"), SECONDS],
        ],
    },
    {
        title: _t("Customers"),
        fields: [
            ["targets", _t("Customers to call"), ""],
            ["answer_rate", _t("Answered live"), "%"],
            ["ring", _t("Rings for"), SECONDS],
        ],
    },
    {
        title: _t("Law and pace"),
        fields: [
            ["ceiling", _t("Ceiling"), "%"],
            ["connect_within", _t("Agent speaks within"), SECONDS],
            ["least_agents", _t("One line each below"), _t("agents")],
            ["seed", _t("Seed"), ""],
        ],
    },
];
const COLOURS = { preview: "grey", progressive: "blue", predictive: "calm" };

/** A day of a call centre, dialled in three ways; a leader sees what each would bring. */
export class DialSimulator extends Component {
    static template = "o2c_quality_check.DialSimulator";
    static components = { FigureChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.groups = GROUPS;
        this.state = useState({ values: {}, campaign: "", measured: null, result: null });
        for (const name of ["percent", "number"]) {
            this[name] = this[name].bind(this);
        }
        onWillStart(async () => {
            this.start = await this.orm.call(MODEL, "start", []);
            this.state.values = { ...this.start.values };
            await this.play();
        });
    }

    // ------------------------------------------------------------- what is tried
    set(name, ev) {
        this.state.values[name] = ev.target.value === "" ? null : Number(ev.target.value);
        // what somebody typed is no figure of the campaign
        delete this.state.measured?.lines[name];
    }

    async pick(ev) {
        this.state.campaign = ev.target.value;
        this.state.measured = null;
        if (!this.state.campaign) {
            return;
        }
        const { values, lines } = await this.orm.call(MODEL, "measured", [
            Number(this.state.campaign),
        ]);
        this.state.measured = { lines };
        for (const name of ["agents", ...Object.keys(lines)]) {
            // too few calls: as it stood, and not as in the campaign before
            const value = values[name] ?? this.start.values[name];
            const [low, high] = this.start.bounds[name];
            this.state.values[name] = Math.min(Math.max(value, low), high);
        }
        return this.play();
    }

    async play() {
        const call = (this.call = (this.call || 0) + 1);
        const campaign = Number(this.state.campaign) || null;
        const args = [{ ...this.state.values }, campaign];
        const result = await this.orm.call(MODEL, "play", args);
        if (call === this.call) {
            this.state.result = result;
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            this.play();
        }
    }

    another() {
        this.state.values.seed = Math.floor(Math.random() * this.start.bounds.seed[1]);
        return this.play();
    }

    get basis() {
        const { measured, result } = this.state;
        if (!measured) {
            return _t("Talks are drawn around their mean, long ones more seldom.");
        }
        const text = Object.values(measured.lines).join(" ");
        return result?.talks
            ? _t("%(text)s %(talks)s talks to draw from.", { text, talks: result.talks })
            : text;
    }

    // ------------------------------------------------------------- figures
    number(value, digits = 0) {
        return formatFloat(value, { digits: [16, digits] });
    }

    percent(value, short) {
        return `${this.number(value, short ? 0 : 1)} %`;
    }

    seconds(value) {
        return _t("%s s", this.number(value, 1));
    }

    name(mode) {
        return this.start.modes[mode].split(":")[0];
    }

    isOver(day) {
        return day.abandonment > this.state.result.ceiling;
    }

    /** How much more of the agents' time is used than when they dial themselves. */
    gain(day) {
        const [preview] = this.state.result.days;
        if (day === preview || !preview.served) {
            return "";
        }
        const more = 100 * (day.served / preview.served - 1);
        return more < 0 ? `−${this.percent(-more)}` : `+${this.percent(more)}`;
    }

    // ------------------------------------------------------------- charts
    get labels() {
        return this.state.result.points.map((row) => this.clock(row.minute));
    }

    clock(minute) {
        return `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;
    }

    line(...args) {
        return figureLine(this.state.result.points, ...args);
    }

    get abandonment() {
        const ceiling = this.state.result.points.map(() => this.state.result.ceiling);
        return [
            this.line("abandonment", _t("Abandoned"), "orange"),
            this.line("shown", _t("At the most, with 97.5 %"), "warm", {
                borderDash: [4, 4],
                pointRadius: 0,
                data: this.state.result.points.map((row) => this.cut(row.estimate)),
            }),
            this.line("ceiling", _t("Ceiling"), "red", { data: ceiling, pointRadius: 0 }),
        ];
    }

    /** Of few calls the estimate is near 100 %: that would hide all the rest. */
    cut(estimate) {
        return estimate > 4 * Math.max(this.state.result.ceiling, 1) ? null : estimate;
    }

    get utilisation() {
        return this.state.result.days.map((day) =>
            this.line(day.mode, this.name(day.mode), COLOURS[day.mode])
        );
    }
}

registry.category("actions").add("o2c_quality_check.dial_simulator", DialSimulator);
