import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const DAY = 24 * 3600 * 1000;

/** The small forms of the work list: a call, a promise, a dispute, putting aside. */
export class WorkForms extends Component {
    static template = "o2c_credit.WorkForms";
    static props = {
        form: String,
        customer: Object,
        results: Array,
        today: String,
        save: Function,
        close: Function,
    };

    setup() {
        this.root = useRef("root");
        this.state = useState({ ...this.defaults(), missing: "" });
        useEffect(
            () => {
                Object.assign(this.state, this.defaults(), { missing: "" });
                // after the fields of the other form are drawn
                setTimeout(() => this.root.el?.querySelector("[data-first]")?.focus());
            },
            () => [this.props.form, this.props.customer.id]
        );
    }

    defaults() {
        const { customer } = this.props;
        const chosen = customer.people.find((person) => person.chosen) || customer.people[0];
        const late = this.contestable.find((item) => item.late) || this.contestable[0];
        return {
            result: "",
            note: "",
            person_id: chosen?.id || false,
            duration: 0,
            next_date: "",
            amount: "",
            currency_id: this.currencies[0]?.id || false,
            date: this.inDays(7),
            lines: {},
            move_id: late?.move_id || false,
        };
    }

    inDays(days) {
        return new Date(Date.parse(this.props.today) + days * DAY).toISOString().slice(0, 10);
    }

    choose(name, ev) {
        this.state[name] = Number(ev.target.value);
    }

    // ------------------------------------------------------------- promise
    get promisable() {
        return this.props.customer.items.filter((item) => item.asked > 0);
    }

    get currencies() {
        const found = new Map();
        for (const item of this.promisable) {
            found.set(item.currency_id, { id: item.currency_id, name: item.currency });
        }
        return [...found.values()];
    }

    get offered() {
        return this.promisable.filter((item) => item.currency_id === this.state.currency_id);
    }

    get suggested() {
        const chosen = this.offered.filter((item) => this.state.lines[item.key]);
        const late = this.offered.filter((item) => item.late);
        const counted = chosen.length ? chosen : late.length ? late : this.offered;
        return Math.round(counted.reduce((sum, item) => sum + item.asked, 0) * 100) / 100;
    }

    get contestable() {
        return this.props.customer.items.filter((item) => item.move_id && !item.credit);
    }

    // ------------------------------------------------------------- saving
    async submit() {
        const { state } = this;
        const values = {
            note: state.note,
            person_id: Number(state.person_id) || false,
            duration: Number(state.duration) || 0,
        };
        if (this.props.form === "call") {
            if (!state.result) {
                state.missing = _t("Say how the call ended.");
                return;
            }
            await this.props.save(
                "log_call",
                [{ ...values, result: state.result, next_date: state.next_date || false }],
                _t("The call is logged.")
            );
        } else if (this.props.form === "promise") {
            const lines = this.offered.filter((item) => state.lines[item.key]);
            await this.props.save(
                "promise",
                [
                    {
                        ...values,
                        amount: Number(state.amount || this.suggested),
                        date: state.date,
                        currency_id: state.currency_id,
                        line_ids: lines.map((item) => item.key),
                    },
                ],
                _t("The promise is noted; reminders pause for its amount.")
            );
        } else if (this.props.form === "dispute") {
            await this.props.save(
                "dispute",
                [{ ...values, move_id: Number(state.move_id), amount: Number(state.amount) || 0 }],
                _t("The dispute is noted; reminders pause for its amount.")
            );
        } else {
            await this.props.save(
                "snooze",
                [state.next_date || this.inDays(7), state.note],
                _t("Put aside.")
            );
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && (ev.ctrlKey || ev.target.tagName !== "TEXTAREA")) {
            ev.preventDefault();
            ev.stopPropagation();
            this.submit();
        } else if (
            this.props.form === "call" &&
            ev.target.dataset.results &&
            /^[1-7]$/.test(ev.key)
        ) {
            ev.preventDefault();
            this.state.result = this.props.results[Number(ev.key) - 1][0];
        }
    }
}
