import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { isGiven } from "./script";
import { newKey } from "./talk";

const NOTE_PAUSE = 1500;

/** What an agent does with a call: dials, writes, corrects, ends it. */
export class CallWork extends Component {
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

    /** A web telephone opens beside; tel: and sip: must not leave this page. */
    openPhone(url) {
        if (/^https?:/.test(url)) {
            window.open(url, "o2c_phone");
        } else {
            const frame = this.root.el.querySelector(".o2c_call_line_out");
            frame.src = url;
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
        const { active } = this.talk;
        this.talk.active = false;
        const { answer } = await this.talk.ask("screen_beat", id || false, active);
        // what was asked of one call says nothing of the next one
        if (answer && id === this.state.call?.id && !this.state.busy) {
            this.heard(answer);
        }
    }

    heard({ lost, idle }) {
        if (lost) {
            this.lose(lost);
        } else if (idle) {
            Object.assign(this.state, idle);
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
}
