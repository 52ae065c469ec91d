import { Component, onWillStart, useRef, useState } from "@odoo/owl";
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
        this.root = useRef("root");
        this.scripts = this.props.action.params.scripts;
        this.asked = 0;
        this.state = useState({
            survey: this.scripts[0].id,
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
        return this.orm.call(MODEL, method, [[this.state.survey], ...args]);
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

    /** The other script, in the same language. */
    async play(ev) {
        this.state.survey = Number(ev.target.value);
        await this.load(this.state.script.lang);
    }

    async startAgain() {
        await this.load(this.state.script.lang);
        this.script.focus();
    }

    goTo(id) {
        this.state.current = id;
    }

    get place() {
        return this.items.findIndex((item) => item.id === this.state.current);
    }

    get isLast() {
        return this.place === this.items.length - 1;
    }

    step(by) {
        const item = this.items[this.place + by];
        if (item) {
            this.state.current = item.id;
        }
    }

    next() {
        this.step(1);
    }

    expose(script) {
        this.script = script;
    }

    /** The keys of the agent's screen; none of them goes on to what lies behind. */
    onKeydown(ev) {
        if (ev.defaultPrevented || ev.ctrlKey || ev.altKey || ev.metaKey || ev.isComposing) {
            return;
        }
        const { target } = ev;
        const taken = target.matches("input, textarea")
            ? this.whileTyping(ev.key, target)
            : !target.matches("select") && this.plainKey(ev.key, target);
        if (taken) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    /** Escape leaves the field, not the window: what was tried stays. */
    whileTyping(key, target) {
        const moves = {
            Escape: () => this.root.el.focus(),
            ...(target.type === "text" && {
                ArrowDown: () => this.step(1),
                ArrowUp: () => this.step(-1),
            }),
        };
        moves[key]?.();
        return key in moves;
    }

    plainKey(key, target) {
        if (/^\d$/.test(key)) {
            return this.script.digit(key);
        }
        const moves = {
            ArrowDown: () => this.step(1),
            ArrowUp: () => this.step(-1),
            ArrowRight: () => this.script.move(1),
            ArrowLeft: () => this.script.move(-1),
            Delete: () => this.script.openItem && this.script.clear(this.script.openItem),
            // on another button Enter presses it
            ...(!target.matches("button:not(.o2c_call_option)") && {
                Enter: () => this.step(1),
            }),
        };
        moves[key]?.();
        return key in moves;
    }
}

registry.category("actions").add("o2c_quality_check.try_script", TryScript);
