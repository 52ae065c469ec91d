import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CallScript, isGiven, showBranches } from "@o2c_quality_check/call_screen/script";

const MODEL = "survey.survey";

/** A script as an agent asks it, played by a leader: answers stay in this window. */
export class TryScript extends Component {
    static template = "o2c_quality_check.TryScript";
    static components = { CallScript };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.asked = 0;
        this.state = useState({
            script: null,
            current: false,
            errors: {},
            outcome: null,
        });
        onWillStart(() => this.load());
    }

    get items() {
        return this.state.script.items.filter((item) => item.shown);
    }

    call(method, ...args) {
        return this.orm.call(MODEL, method, [[this.props.action.params.survey_id], ...args]);
    }

    /** The script anew, in a language, without answers. */
    async load(lang = null) {
        const script = await this.call("o2c_try_script", lang);
        Object.assign(this.state, { script, errors: {}, outcome: null });
        this.state.current = this.items[0]?.id ?? false;
        await this.ask();
    }

    async ask() {
        const turn = ++this.asked;
        const given = this.items.filter(isGiven).map((item) => [item.id, item.answer]);
        const outcome = await this.call("o2c_try_answers", Object.fromEntries(given));
        // a slower answer to an earlier question says nothing any more
        if (turn === this.asked) {
            Object.assign(this.state, { outcome, errors: outcome.errors });
        }
    }

    answer(item, value, comment = null) {
        item.answer = value;
        item.comment = comment ?? item.comment;
        showBranches(this.state.script.items);
        for (const left of this.state.script.items.filter((one) => !one.shown)) {
            left.answer = null;
        }
        return this.ask();
    }

    goTo(id) {
        this.state.current = id;
    }

    next() {
        const at = this.items.findIndex((item) => item.id === this.state.current);
        this.state.current = (this.items[at + 1] || this.items[at])?.id ?? false;
    }

    expose(script) {
        this.script = script;
    }

    /** Digits choose and Enter goes on, as on the agent's screen. */
    onKeydown(ev) {
        const typing = ["INPUT", "TEXTAREA", "SELECT"].includes(ev.target.tagName);
        if (!typing && /^\d$/.test(ev.key) && this.script.digit(ev.key)) {
            ev.preventDefault();
        } else if (ev.key === "Enter" && ev.target.matches(".o2c_call_option")) {
            ev.preventDefault();
            this.next();
        }
    }
}

registry.category("actions").add("o2c_quality_check.try_script", TryScript);
