"""Sentences about a telephone system of one's own: addresses, requests, messages."""

from odoo.addons.o2c_orders.domain.courier import Refused

from ..domain.web_phone import Why


def address(env, reason):
    """What stands against the address to which requests go."""
    return {
        Why.ADDRESS: lambda: env._(
            "The address of the telephone system is no web address (https://…)."
        ),
        Why.PLAIN: lambda: env._(
            "Only https: plain http is for a telephone system on this very machine."
        ),
        Why.USER: lambda: env._(
            "No name and password in the address: requests are signed with the secret."
        ),
    }[reason.code]()


def request(env, code, params=None):
    """What became of a request that did not succeed."""
    status = (params or {}).get("status")
    return {
        Why.PRIVATE: lambda: env._(
            "Not sent: the address stands in a network of one's own, which an"
            " administrator has to allow."
        ),
        Why.NO_HOST: lambda: env._("Not sent: nobody knows the name of the address."),
        Why.UNREACHED: lambda: env._(
            "Not sent: no connection to the telephone system, or no valid certificate."
        ),
        Why.SILENT: lambda: env._(
            "The telephone system did not answer in time; it may have heard."
        ),
        Why.REDIRECT: lambda: env._(
            "The telephone system sent the request elsewhere (%s); that is not"
            " followed.",
            status,
        ),
        Why.REFUSED: lambda: env._("The telephone system refused (%s).", status),
        Why.SERVER: lambda: env._("The telephone system had an error (%s).", status),
        Why.EXPIRED: lambda: env._("Not sent: it would have come too late."),
        Why.UNWANTED: lambda: env._("Not sent: it was not wanted any more."),
    }[Why(code)]()


def refused(env, code):
    """Why a message of the telephone system was not believed."""
    return {
        Refused.TOO_LARGE: lambda: env._("Refused: too large."),
        Refused.NO_SIGNATURE: lambda: env._("Refused: not signed."),
        Refused.NO_TIMESTAMP: lambda: env._("Refused: it does not say when it left."),
        Refused.STALE: lambda: env._(
            "Refused: signed too long ago, or one of the clocks is wrong."
        ),
        Refused.BAD_SIGNATURE: lambda: env._("Refused: signed with another secret."),
    }[Refused(code)]()


def message(env, coded):
    """One line about a message of the log, from its code."""
    code, params = coded["code"], coded.get("params") or {}
    own = {
        "replayed": lambda: env._("Refused: the very same message had come before."),
        "unreadable": lambda: env._("Not understood: %s", params["error"]),
        "events": lambda: events(env, params["told"], params["more"]),
    }
    if code in own:
        return own[code]()
    if code in {why.value for why in Why}:
        return request(env, code, params)
    return refused(env, code)


def events(env, told, more):
    """What came in one message and what became of each event.

    :param told: (word of the system, outcome or what it lacks) in the order they came
    """
    labels = dict(
        env["o2c.dialler.event"]._fields["outcome"]._description_selection(env)
    )
    own = {
        "known": lambda: env._("Known already"),
        "id": lambda: env._("Not taken in: it has no key"),
        "event": lambda: env._("Not taken in: it does not say what happened"),
        "object": lambda: env._("Not taken in: it is no event"),
    }
    parts = []
    for word, outcome in told:
        became = own[outcome]() if outcome in own else labels[outcome]
        parts.append(f"{word}: {became}" if word else became)
    return "; ".join(parts) + ("; …" if more else "")


def down(env, detail):
    """Why nobody is dialled while the telephone system cannot be reached."""
    return env._("Nobody is dialled for two minutes. %s", detail)


def no_address(dialler):
    """Nobody entered where the telephone system is."""
    return dialler.env._(
        "“%s” has no address: an administrator enters that of the telephone system.",
        dialler.name,
    )


def tested(env, verdict_reason, status, milliseconds):
    """What a test of the connection came to."""
    if verdict_reason is None:
        return env._(
            "The telephone system answered (%(status)s) within %(time)s milliseconds.",
            status=status,
            time=milliseconds,
        )
    return request(env, verdict_reason.code, verdict_reason.params)


def last_hour(env, sent, failed, received, refused_count):
    """The status of the last hour in one sentence."""
    if not (sent or failed or received or refused_count):
        return env._("Nothing was sent and nothing came in the last hour.")
    return env._(
        "In the last hour: requests heard: %(sent)s, failed: %(failed)s; messages"
        " taken in: %(received)s, refused: %(refused)s.",
        sent=sent,
        failed=failed,
        received=received,
        refused=refused_count,
    )


def silent(env):
    """A line about which the telephone system never said how it ended."""
    return env._("The telephone system did not say what became of it")


def failed(env):
    """The telephone system could not dial."""
    return env._("The telephone system could not dial")
