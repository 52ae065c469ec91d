import { Component, onWillStart, onWillUnmount, useEffect, useExternalListener } from "@odoo/owl";
import { useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CallIdle } from "./idle";
import { CallScreenKeys } from "./keys";
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
import { CallScript, isGiven } from "./script";
import { newKey, Talk } from "./talk";

const PANELS = registry.category("o2c_call_screen_panels");
const BEAT = 30000;
const NOTE_PAUSE = 1500;
const NO_CALL = { call: null, today: {}, waiting: null, notice: "", session: {} };

/** The agent's one screen: who, why, the script, the result, the next one. */
export class CallScreen extends Component {
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
            current: false,
            errors: {},
            note: "",
            law: {},
            overlay: "",
            offers: [],
            correct: null,
            panel: "brief",
            allResults: false,
            busy: false,
            pausing: false,
            trouble: "",
            unsent: 0,
            lost: "",
            said: "",
            elsewhere: false,
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
        Object.assign(this.state, NO_CALL, answer, {
            errors: {},
            lost: "",
            said: "",
            overlay: "",
            allResults: false,
            elsewhere: false,
            note: kept?.note ?? call?.note ?? "",
            law: call?.law || {},
        });
        this.state.panel = this.panels.length ? this.panels[0].name : "brief";
        this.talk.begin(call ? call.id : 0);
        if (call) {
            this.keepTyped(call, kept);
            this.state.current = this.firstOpen();
            this.tabs?.postMessage({ what: "opened", callId: call.id });
        }
    }

    /** What lies in the browser of this call stands there again, and is sent. */
    keepTyped(call, kept) {
        for (const [id, [value]] of Object.entries(kept.answers)) {
            const item = call.script.find((one) => one.id === Number(id));
            if (item) {
                item.answer = value;
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
        item.answer = value;
        if (comment !== null) {
            item.comment = comment;
        }
        delete this.state.errors[item.id];
        this.talk.answer(item.id, value, comment);
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

    // ------------------------------------------------------------- notes
    get noteElement() {
        return this.root.el?.querySelector(".o2c_call_note");
    }

    focusNote() {
        this.noteElement?.focus();
    }

    onNote(ev) {
        this.state.note = ev.target.value;
        this.talk.note(this.state.note);
        clearTimeout(this.noteTimer);
        this.noteTimer = setTimeout(() => this.talk.sendNote(), NOTE_PAUSE);
    }

    // ------------------------------------------------------------- dialling
    async dial(number = null) {
        const { call } = this.state;
        this.state.overlay = "";
        if (!number && call.dialled_at && !call.hung_up_at) {
            call.hung_up_at = this.now;
            await this.talk.about("screen_hang_up");
            return;
        }
        const { answer, error } = await this.talk.about("screen_dial", number);
        if (!answer) {
            this.state.said = error || "";
            return;
        }
        this.state.law = answer.law;
        if (!answer.allowed) {
            this.state.said = answer.law.text;
            return;
        }
        this.state.said = "";
        call.who.phone = answer.phone;
        Object.assign(call, { numbers: answer.numbers, dialled_at: this.now, hung_up_at: false });
        if (answer.url) {
            this.openPhone(answer.url);
        }
    }

    get now() {
        return luxon.DateTime.utc().toFormat("yyyy-MM-dd HH:mm:ss");
    }

    /** A web telephone opens beside; tel: and sip: stay on this page. */
    openPhone(url) {
        if (/^https?:/.test(url)) {
            window.open(url, "o2c_phone");
        } else {
            const link = document.createElement("a");
            link.href = url;
            link.click();
        }
    }

    // ------------------------------------------------------------- results
    async chooseResult(result) {
        if (this.state.busy) {
            return;
        }
        if (result.needs === "call_back") {
            const { answer, error } = await this.talk.about("screen_call_backs");
            Object.assign(this.state, { offers: answer || [], said: error || "" });
            this.state.overlay = answer ? "call_back" : "";
        } else if (result.needs === "language") {
            Object.assign(this.state, { overlay: "language", resultCode: result.code });
        } else {
            return this.finish(result.code);
        }
    }

    finish(result, extra = {}) {
        const vals = {
            key: newKey(),
            note: this.state.note,
            pause: this.state.pausing,
            campaign_ids: this.campaignIds,
            ...extra,
        };
        return this.sendResult({ result, vals });
    }

    async sendResult(finish) {
        if (this.state.busy) {
            return;
        }
        clearTimeout(this.noteTimer);
        const { id } = this.state.call;
        Object.assign(this.state, { busy: true, overlay: "", said: "" });
        const { answer, error } = await this.talk.finish(finish);
        this.state.busy = false;
        if (answer) {
            this.tabs?.postMessage({ what: "finished", callId: id });
            this.show(answer);
            this.state.pausing = false;
        } else if (error) {
            this.state.said = error;
            this.state.current = this.firstNeeded();
        }
    }

    /** The question that stands in the way of the result. */
    firstNeeded() {
        const open = this.items.find((item) => item.mandatory && !isGiven(item));
        return open ? open.id : this.state.current;
    }

    async askMoment(local) {
        const { answer, error } = await this.talk.about("screen_call_back_at", local);
        return answer || { error: error || _t("The server cannot be reached.") };
    }

    async giveBack() {
        const { id } = this.state.call;
        await this.talk.send();
        const { answer, error } = await this.talk.about("screen_give_back", {
            note: this.state.note,
        });
        if (answer) {
            this.talk.outbox.forget(id);
            this.tabs?.postMessage({ what: "finished", callId: id });
            return this.show(answer);
        }
        this.state.said = error || "";
    }

    // ------------------------------------------------------------- the customer's data
    async openCorrect() {
        const { answer, error } = await this.talk.about("screen_correctable");
        Object.assign(this.state, { correct: answer || null, said: error || "" });
        this.state.overlay = answer ? "correct" : "";
    }

    async correct(changes) {
        const { answer, error } = await this.talk.about("screen_correct", changes);
        if (!answer) {
            return error || _t("The server cannot be reached.");
        }
        this.merge(answer.call);
        Object.assign(this.state, { overlay: "", said: "", notice: answer.notice });
    }

    // ------------------------------------------------------------- pause
    async togglePause() {
        if (this.state.call) {
            this.state.pausing = !this.state.pausing;
            return;
        }
        const paused = this.state.session.state === "pause";
        const { answer } = await this.talk.ask("screen_pause", !paused);
        if (answer) {
            Object.assign(this.state, answer);
        }
    }

    // ------------------------------------------------------------- still there
    async beat() {
        if (this.state.lost) {
            return;
        }
        const id = this.state.call?.id;
        const { answer } = await this.talk.ask("screen_beat", id || false, this.talk.active);
        this.talk.active = false;
        if (answer && id && answer.lost && id === this.state.call?.id && !this.state.busy) {
            this.lose(answer.lost);
        } else if (answer && !id && !this.state.call) {
            Object.assign(this.state, answer.idle);
        }
    }

    comeBack() {
        if (document.visibilityState === "visible" && this.state.trouble) {
            return this.talk.resume();
        }
    }

    /** The call is not ours any more: nothing that was typed goes with it. */
    lose(text) {
        Object.assign(this.state, { lost: text, overlay: "", said: "" });
    }

    /** What the agent typed into a call that was taken from him, to be copied. */
    get typed() {
        const given = this.items.filter(isGiven);
        const spoken = given.map((item) => `${item.title} ${this.words(item)}`);
        return [...spoken, this.state.note].filter(Boolean).join("\n");
    }

    words(item) {
        const values = Array.isArray(item.answer) ? item.answer : [item.answer];
        const label = (value) => item.choices.find((choice) => choice.id === value)?.label;
        return values.map((value) => label(value) || value).join(", ");
    }

    async leaveLost() {
        this.talk.outbox.forget(this.state.call.id);
        const result = await this.talk.ask("screen_resume");
        this.come(result);
    }

    // ------------------------------------------------------------- panels
    /** Parts that others add beside the customer: name, Component, title, hotkey. */
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
            this.root.el?.querySelector(".o2c_call_panel [data-call-search]")?.focus()
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
