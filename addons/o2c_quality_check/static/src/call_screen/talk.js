import { ConnectionLostError } from "@web/core/network/rpc";
import { browser } from "@web/core/browser/browser";
import { Outbox } from "./outbox";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15000;
// while somebody types, what he typed goes to the server at the end of a thought
const TYPING_PAUSE = 1500;
const EXPIRED = ["odoo.http.SessionExpiredException", "werkzeug.exceptions.Forbidden"];

/** The sentence that the server gave for a refusal. */
const sentence = (error) => error.data?.message || error.message || String(error);
const named = (error, name) => (error.exceptionName || "").endsWith(name);

/** A name for one result, so that it counts once however often it is sent. */
export const newKey = () => `${Date.now()}-${Math.random().toString(36).slice(2)}`;

/**
 * Sends what the agent does, one after the other, and again when the connection broke.
 *
 * tell.trouble(kind)   "" all is saved, "connection" or "session"
 * tell.lost(text)      the call is not in the agent's hands any more
 * tell.script(items)   the script as the server has it now
 * tell.refused(questionId, text)   an answer that the server does not take
 * tell.unsent(count)   how many answers wait
 */
export class Talk {
    constructor(orm, userId, tell) {
        Object.assign(this, { orm, tell, callId: 0, pause: FIRST_PAUSE, sending: null });
        this.outbox = new Outbox(userId);
        this.retryTimer = 0;
        this.typingTimer = 0;
    }

    begin(callId) {
        this.callId = callId;
        this.count();
    }

    stop() {
        browser.clearTimeout(this.retryTimer);
        browser.clearTimeout(this.typingTimer);
    }

    count() {
        this.tell.unsent(this.callId ? this.outbox.answers(this.callId).length : 0);
    }

    // ------------------------------------------------------------- one request
    /** A request about the call; a refusal comes back as {error}. */
    async ask(method, ...args) {
        try {
            const answer = await this.orm.call("o2c.call", method, args);
            this.isFine();
            return { answer };
        } catch (error) {
            return this.failed(error);
        }
    }

    about(method, ...args) {
        return this.ask(method, [this.callId], ...args);
    }

    isFine() {
        this.pause = FIRST_PAUSE;
        this.tell.trouble("");
    }

    failed(error) {
        if (error instanceof ConnectionLostError) {
            this.tell.trouble("connection");
            return { again: true };
        }
        if (EXPIRED.some((name) => named(error, name))) {
            this.tell.trouble("session");
            return { again: true };
        }
        const text = sentence(error);
        if (named(error, "CallLost")) {
            this.tell.lost(text);
            return { lost: text };
        }
        return { error: text };
    }

    // ------------------------------------------------------------- answers
    answer(questionId, value, comment = null) {
        this.outbox.answer(this.callId, questionId, value, comment);
        this.count();
        return this.send();
    }

    /** Keeps what is being typed in the browser, and sends it when the typing rests. */
    keep(questionId, value, comment = null) {
        this.outbox.answer(this.callId, questionId, value, comment);
        this.count();
        browser.clearTimeout(this.typingTimer);
        this.typingTimer = browser.setTimeout(() => this.send(), TYPING_PAUSE);
    }

    /** Sends all that waits, one answer at a time; one round at a time. */
    send() {
        browser.clearTimeout(this.typingTimer);
        this.sending = this.sending || this.sendAll().finally(() => (this.sending = null));
        return this.sending;
    }

    async sendAll() {
        const { callId, outbox } = this;
        let rows = outbox.answers(callId);
        while (rows.length && callId === this.callId) {
            const [questionId, value, comment] = rows[0];
            const result = await this.about("screen_answer", questionId, value, comment);
            if (result.again) {
                return this.later();
            }
            if (result.lost) {
                return;
            }
            outbox.arrived(callId, questionId, [value, comment]);
            this.tell.refused(questionId, result.error || "");
            rows = outbox.answers(callId);
            this.count();
            if (result.answer && !rows.length) {
                this.tell.script(result.answer.script);
            }
        }
    }

    later() {
        browser.clearTimeout(this.retryTimer);
        this.retryTimer = browser.setTimeout(() => this.resume(), this.pause);
        this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    }

    /** Goes on with what waits: the answers, or a result that was not heard of. */
    resume() {
        browser.clearTimeout(this.retryTimer);
        const { finish } = this.outbox.of(this.callId);
        return finish ? this.tell.finish(finish) : this.send();
    }

    // ------------------------------------------------------------- notes
    note(text) {
        this.outbox.change(this.callId, { note: text });
    }

    async sendNote() {
        const { callId } = this;
        const { note } = this.outbox.of(callId);
        if (note === null) {
            return;
        }
        const { answer } = await this.about("screen_note", note);
        if (answer && this.outbox.of(callId).note === note) {
            this.outbox.change(callId, { note: null });
        }
    }

    // ------------------------------------------------------------- the result
    /**
     * Sends a result with all that waits, and gets the next call.
     *
     * @param {Object} finish {result, vals}; vals.key names it
     * @returns {Object} {answer} with the next state, or {again}, {error}, {lost}
     */
    async finish(finish) {
        await this.sending;
        const { callId, outbox } = this;
        outbox.change(callId, { finish });
        const vals = { ...finish.vals, answers: outbox.answers(callId) };
        const result = await this.about("screen_finish", finish.result, vals);
        if (result.again) {
            this.later();
            return result;
        }
        if (result.answer) {
            outbox.forget(callId);
        } else {
            outbox.change(callId, { finish: null });
        }
        return result;
    }
}
