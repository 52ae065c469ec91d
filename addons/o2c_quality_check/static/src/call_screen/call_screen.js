import { onWillStart, onWillUnmount, useEffect, useExternalListener } from "@odoo/owl";
import { useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CallIdle } from "./idle";
import { CallScreenKeys } from "./keys";
import { CallLost } from "./lost";
import {
    CallBack,
    CallBrief,
    CallCorrect,
    CallFinder,
    CallHead,
    CallHelp,
    CallLanguage,
    CallNumbers,
    CallResults,
} from "./parts";
import { CallScript, isGiven, showBranches } from "./script";
import { Talk } from "./talk";
import { CallWork } from "./work";

const PANELS = registry.category("o2c_call_screen_panels");
const BEAT = 30000;
const NO_CALL = { call: null, today: {}, waiting: null, notice: "", session: {} };
const NEW_CALL = {
    lost: "",
    said: "",
    overlay: "",
    allResults: false,
    elsewhere: false,
    note: "",
    law: {},
};

/** The agent's one screen: who, why, the script, the result, the next one. */
export class CallScreen extends CallWork {
    static template = "o2c_quality_check.CallScreen";
    static components = {
        CallBack,
        CallBrief,
        CallCorrect,
        CallFinder,
        CallHead,
        CallHelp,
        CallIdle,
        CallLanguage,
        CallLost,
        CallNumbers,
        CallResults,
        CallScript,
    };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm").silent;
        this.ui = useService("ui");
        this.root = useRef("root");
        this.state = useState({
            ...NO_CALL,
            ...NEW_CALL,
            current: false,
            errors: {},
            offers: [],
            correct: null,
            panel: "brief",
            busy: false,
            pausing: false,
            trouble: "",
            unsent: 0,
        });
        this.talk = new Talk(this.orm, user.userId, {
            trouble: (kind) => (this.state.trouble = kind),
            lost: (text) => this.lose(text),
            script: (items) => this.showScript(items),
            refused: (id, text) => this.refuse(id, text),
            unsent: (count) => (this.state.unsent = count),
            finish: (finish) => this.sendResult(finish),
        });
        this.keys = new CallScreenKeys(this);
        useExternalListener(window, "keydown", (ev) => this.keys.onKeydown(ev));
        useExternalListener(window, "online", () => this.talk.resume());
        useExternalListener(document, "visibilitychange", () => this.comeBack());
        // a dialler has put a customer through
        useBus(this.env.bus, "o2c-call-connected", () => this.state.call || this.next());
        onWillStart(() => this.start());
        useEffect(() => this.keepFocus());
        this.setupTabs();
        const beat = setInterval(() => this.beat(), BEAT);
        onWillUnmount(() => {
            clearInterval(beat);
            clearTimeout(this.noteTimer);
            this.talk.stop();
            this.tabs?.close();
        });
    }

    /** Two windows of one agent know of each other. */
    setupTabs() {
        if (!window.BroadcastChannel) {
            return;
        }
        this.tabs = new BroadcastChannel(`o2c_call_screen.${user.userId}`);
        this.tabs.onmessage = ({ data }) => {
            if (data.callId !== this.state.call?.id) {
                return;
            }
            if (data.what === "finished") {
                this.lose(_t("You finished this call in another window."));
            } else if (data.what === "opened") {
                this.state.elsewhere = true;
                this.tabs.postMessage({ what: "here", callId: data.callId });
            } else {
                this.state.elsewhere = true;
            }
        };
    }

    // ------------------------------------------------------------- taking calls
    get campaignIds() {
        return this.props.action.params?.campaign_ids || null;
    }

    async start() {
        const { call_id: wanted } = this.props.action.params || {};
        const open = await (wanted
            ? this.talk.ask("screen_take", [wanted])
            : this.talk.ask("screen_open", this.campaignIds));
        this.come(open);
    }

    /** What came on asking for a call. */
    come({ answer, error, again }) {
        if (answer) {
            return this.show(answer);
        }
        this.state.said = error || (again ? _t("The server cannot be reached.") : "");
    }

    async next() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        const result = await this.talk.ask("screen_next", this.campaignIds);
        this.state.busy = false;
        this.come(result);
    }

    show(answer) {
        const { call } = answer;
        const kept = call && this.talk.outbox.of(call.id);
        Object.assign(this.state, NO_CALL, answer, NEW_CALL, { errors: {} });
        this.talk.begin(call ? call.id : 0);
        // the agent's state in the menu bar follows
        window.dispatchEvent(new Event("o2c-agent-status"));
        if (call) {
            Object.assign(this.state, { note: kept.note ?? call.note, law: call.law });
            this.state.panel = this.panels.find((panel) => panel.isFirst)?.name || "brief";
            this.keepTyped(call, kept);
            this.state.current = this.firstOpen();
            this.tabs?.postMessage({ what: "opened", callId: call.id });
        }
    }

    /** What lies in the browser of this call stands there again, and is sent. */
    keepTyped(call, kept) {
        for (const [id, [value, comment]] of Object.entries(kept.answers)) {
            const item = call.script.find((one) => one.id === Number(id));
            if (item) {
                Object.assign(item, { answer: value, comment: comment ?? item.comment });
            }
        }
        if (kept.finish || Object.keys(kept.answers).length) {
            Promise.resolve().then(() => this.talk.resume());
        }
    }

    // ------------------------------------------------------------- script
    /** The keys of the window reach the script through this. */
    expose(script) {
        this.scriptComponent = script;
    }

    get items() {
        return this.state.call.script.filter((item) => item.shown);
    }

    get progress() {
        const items = this.items;
        const given = items.filter(isGiven).length;
        return { given, all: items.length, share: items.length ? (100 * given) / items.length : 0 };
    }

    firstOpen() {
        const items = this.items;
        return (items.find((item) => !isGiven(item)) || items[0])?.id || false;
    }

    answer(item, value, comment = null) {
        this.enter(item, value, comment);
        showBranches(this.state.call.script);
        delete this.state.errors[item.id];
        this.talk.answer(item.id, value, comment);
    }

    /** What is being typed: kept at once, sent when the typing rests. */
    keep(item, value, comment = null) {
        this.enter(item, value, comment);
        this.talk.keep(item.id, value, comment);
    }

    save() {
        return this.talk.send();
    }

    /** Enter an answer; the script may be another object since the field was painted. */
    enter({ id }, value, comment) {
        const item = this.state.call.script.find((one) => one.id === id);
        item.answer = value;
        if (comment !== null) {
            item.comment = comment;
        }
    }

    showScript(items) {
        if (!this.state.call) {
            return;
        }
        this.state.call.script = items;
        if (!this.items.some((item) => item.id === this.state.current)) {
            this.state.current = this.firstOpen();
        }
    }

    refuse(questionId, text) {
        if (text) {
            this.state.errors[questionId] = text;
            this.state.current = questionId;
        } else {
            delete this.state.errors[questionId];
        }
    }

    goTo(id) {
        this.state.current = id;
    }

    /** The question before or after; after the last one the notes. */
    step(step) {
        const items = this.items;
        const at = items.findIndex((item) => item.id === this.state.current);
        const next = items[at + step];
        if (next) {
            this.state.current = next.id;
        } else if (step > 0) {
            this.focusNote();
        }
    }

    // ------------------------------------------------------------- panels
    /** Parts that others add: Component, title, hotkey, isShown(call), isFirst. */
    get panels() {
        const { call } = this.state;
        return PANELS.getEntries()
            .map(([name, panel]) => ({
                name,
                hotkey: "",
                ...(panel.Component ? panel : wrap(panel)),
            }))
            .filter((panel) => !panel.isShown || panel.isShown(call));
    }

    get panel() {
        return this.panels.find((panel) => panel.name === this.state.panel);
    }

    showPanel(name) {
        this.state.panel = name;
        Promise.resolve().then(() =>
            this.root.el?.querySelector(".o2c_call_panel input[type=search]")?.focus()
        );
    }

    /** The call's parts as the server has them now. */
    reload = async () => {
        const { answer } = await this.talk.about("screen_refresh");
        if (answer) {
            this.merge(answer);
        }
    };

    /** Some parts of the call, changed without a request. */
    merge = (parts) => Object.assign(this.state.call, parts);

    // ------------------------------------------------------------- focus
    /** Keys always have a place to go to. */
    keepFocus() {
        const nowhere = !document.activeElement || document.activeElement === document.body;
        if (nowhere && this.ui.activeElement === document) {
            const target = this.root.el?.querySelector(
                "[data-focus], .o2c_open [tabindex='0'], .o2c_open input, .o2c_open textarea"
            );
            (target || this.root.el)?.focus({ preventScroll: true });
        }
    }

    open(overlay) {
        this.state.overlay = overlay;
    }

    close() {
        this.state.overlay = "";
    }
}

const wrap = (panel) => ({ Component: panel, title: panel.title || "" });

registry.category("actions").add("o2c_quality_call", CallScreen);
