"""Loads the demo workspace through the public API. Loading it again changes nothing."""

import layout
from demo import png, talk
from demo.client import Person, Refused, quoted

LOADED = layout.DATA / "demo-loaded"


def logins(password):
    """Who can sign in."""
    return [{**account, "password": password} for account in talk.PEOPLE]


def load(base, password):
    """Makes sure that the demo is there and returns its logins."""
    if LOADED.exists():
        return logins(password)
    layout.step("Loading the demo workspace")
    people = {account["handle"]: Person(base, account, password) for account in talk.PEOPLE}
    workspace = found(people)
    channels = {wanted["name"]: open_channel(people, workspace, wanted) for wanted in talk.CHANNELS}
    messages = {}
    for key, channel, who, body, more in talk.TALK:
        messages[key] = say(people, workspace, channels[channel], messages, key, who, body, more)
    for members, lines in talk.DIRECT:
        others = [people[handle].id for handle in members[1:]]
        direct = people[members[0]].post(f"/workspaces/{workspace}/dms", {"user_ids": others})["id"]
        for key, who, body in lines:
            say(people, workspace, direct, messages, key, who, body, {})
    for who, emoji, text in talk.STATUSES:
        people[who].put("/users/me/status", {"presence": "online", "emoji": emoji, "text": text, "expires_at": None})
    for who, channel, key in talk.READ:
        number = messages[key]["message_no"]
        people[who].post(f"/channels/{channels[channel]}/read", {"message_no": number})
    LOADED.touch()
    return logins(password)


def found(people):
    """The workspace, with everybody in it."""
    founder, *others = people.values()
    mine = founder.get("/workspaces")["data"]
    workspace = next((one for one in mine if one["slug"] == talk.WORKSPACE["slug"]), None)
    if workspace is None:
        workspace = founder.post("/workspaces", talk.WORKSPACE)
    missing = [one for one in others if not one.get("/workspaces")["data"]]
    if missing:
        code = founder.post(f"/workspaces/{workspace['id']}/invites", {"max_uses": len(missing)})["code"]
        for one in missing:
            one.post(f"/invites/{code}/accept")
    return workspace["id"]


def open_channel(people, workspace, wanted):
    """The channel of that name, with the wanted members in it."""
    founder = next(iter(people.values()))
    mine = founder.get(f"/workspaces/{workspace}/channels?scope=mine&limit=200")["data"]
    channel = next((one for one in mine if one["name"] == wanted["name"]), None)
    if channel is None:
        fields = {name: wanted[name] for name in ("name", "kind", "topic")}
        channel = founder.post(f"/workspaces/{workspace}/channels", fields)
    for handle in wanted["members"]:
        if people[handle] is not founder:
            founder.put(f"/channels/{channel['id']}/members/{people[handle].id}", {})
    return channel["id"]


def say(people, workspace, channel, messages, key, who, body, more):
    """One message with what hangs on it. Its nonce makes it the same one on every run."""
    author = people[who]
    sent = {"body": body, "nonce": f"demo-{key}"}
    if "parent" in more:
        sent |= {"parent_id": messages[more["parent"]]["id"], "also_in_channel": more.get("also", False)}
    if "pictures" in more:
        pictures = [(f"{name}.png", png.draw(name)) for name in more["pictures"]]
        sent["file_ids"] = [author.upload(workspace, name, "image/png", data)["id"] for name, data in pictures]
    try:
        message = author.post(f"/channels/{channel}/messages", sent)
    except Refused as refused:
        # The picture is another upload on each run, so only the nonce tells that it was said.
        if refused.code != "nonce_reused":
            raise
        message = already_said(author, channel, sent["nonce"])
    for emoji, handles in more.get("reactions", {}).items():
        for handle in handles:
            people[handle].put(f"/messages/{message['id']}/reactions/{quoted(emoji)}")
    if more.get("pin"):
        author.put(f"/messages/{message['id']}/pin")
    return message


def already_said(author, channel, nonce):
    """The message that an earlier run sent."""
    page = author.get(f"/channels/{channel}/messages?limit=200")["data"]
    return next(message for message in page if message["nonce"] == nonce)
