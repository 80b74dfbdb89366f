#!/usr/bin/env python3
"""Makes archives like those that X gives to its users, of any size and year, with any of the oddities
that real ones have, and damaged ones. It shares nothing with the importer. Beside the archive it writes
what must come of it (--truth).

    make_archive.py OUT.zip --posts 1000 --with edits,notes,groups --truth truth.json
"""
import argparse
import copy
import datetime
import json
import os
import random
import shutil
import struct
import zipfile
import zlib

EPOCH = 1288834974657
OWNER, HANDLE, NAME = "2244994945", "harbour_ada", "Ada at the harbour"
MADE = "2024-05-01T12:34:56.000Z"
FIRST = 1_400_000_000_000  # milliseconds: the time of the first plain post, 2014-05-13
STEP = 60_000
WORDS = ("harbour bakery bread morning ferry storm lantern archive letter garden winter coffee bicycle "
         "museum violin market bridge island weather Straße café naïve").split()
HAN = "港口面包店的早晨渡轮风暴灯笼档案信件花园冬天咖啡自行车"


def snowflake(millis, low=0):
    return str(((millis - EPOCH) << 22) + low)


def millis_of(post_id):
    return (int(post_id) >> 22) + EPOCH


def v1_time(millis):
    when = datetime.datetime.fromtimestamp(millis // 1000, datetime.timezone.utc)
    days, months = "Mon Tue Wed Thu Fri Sat Sun".split(), "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return f"{days[when.weekday()]} {months[when.month - 1]} {when:%d %H:%M:%S} +0000 {when.year:04}"


def iso_time(millis):
    when = datetime.datetime.fromtimestamp(millis // 1000, datetime.timezone.utc)
    return f"{when:%Y-%m-%dT%H:%M:%S}.{millis % 1000:03}Z"


def pretty(element):
    return json.dumps(element, indent=2, separators=(",", " : "), ensure_ascii=False)


def post(post_id, text, millis=None, **more):
    """The inside of `tweet`, as archives since 2020 spell it: every number a string."""
    fields = {
        "edit_info": {"initial": {"editTweetIds": [post_id], "editableUntil": iso_time(FIRST + 3_600_000),
                                  "editsRemaining": "5", "isEditEligible": True}},
        "retweeted": False,
        "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []},
        "display_text_range": ["0", str(len(text))],
        "favorite_count": "3", "in_reply_to_status_id_str": None, "id_str": post_id, "truncated": False,
        "retweet_count": "1", "id": post_id, "favorited": False, "lang": "en",
        "created_at": v1_time(millis if millis is not None else millis_of(post_id)), "full_text": text,
    }
    fields.update(more)
    return {key: value for key, value in fields.items() if value is not None}


class Archive:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.members = {}   # name without .js -> iterable of texts of elements
        self.counts = {}
        self.files = {}     # whole files: bytes
        self.truth = {"posts": {}, "deleted": [], "likes": [], "messages": {}, "events": {}, "members": {},
                      "chains": {}, "long_chains": {}, "gone_likes": []}
        self.serial = 0

    def next_millis(self):
        self.serial += 1
        return 1_700_000_000_000 + self.serial * 7_000  # November 2023: oddities come after plain posts

    def next_id(self):
        return snowflake(self.next_millis(), self.serial)

    def add(self, member, *elements):
        self.members.setdefault(member, [])
        self.members[member] += [pretty(element) for element in elements]

    def add_post(self, fields, shown, member="tweets", wrapper="tweet"):
        self.add(member, {wrapper: fields} if self.options.year >= 2020 else fields)
        self.truth["posts"][fields["id_str"]] = shown


# ---- what an archive has at least

def account(archive):
    archive.add("account", {"account": {"email": "ada@example.org", "createdVia": "web", "username": archive.options.handle,
                                        "accountId": archive.options.owner, "createdAt": "2011-03-01T08:00:00.000Z",
                                        "accountDisplayName": NAME}})
    archive.add("profile", {"profile": {"description": {"bio": "Bread &amp; boats", "website": "https://t.co/ada",
                                                        "location": "Harbour"},
                                        "avatarMediaUrl": "https://pbs.twimg.com/profile_images/1/ada.jpg"}})


def plain_posts(archive, count):
    """Newest first, about 2 KB each; made one by one, so that any number fits into memory."""
    template = pretty({"tweet": post("@ID@", "@TEXT@", 0)}).replace(v1_time(0), "@TIME@")
    filler = pretty({"user_mentions": [{"name": "Somebody of the harbour", "screen_name": "somebody",
                                        "indices": ["3", "12"], "id_str": "123456789", "id": "123456789"}] * 3})
    template = template.replace('"lang" : "en"', '"lang" : "en",\n    "extended" : ' + filler.replace("\n", "\n    "))

    def make():
        rng = random.Random(archive.options.seed)
        for number in range(count - 1, -1, -1):
            millis = FIRST + number * STEP
            text = " ".join(rng.choices(WORDS, k=14)) + f" w{number}"
            if number % 5 == 0:
                text = "".join(rng.choices(HAN, k=60)) + f" w{number}"
            yield (template.replace("@ID@", snowflake(millis, number % 4096)).replace("@TEXT@", text)
                   .replace("@TIME@", v1_time(millis)))

    if archive.options.year < 2020:
        rng = random.Random(archive.options.seed)
        for number in range(count - 1, -1, -1):
            text = " ".join(rng.choices(WORDS, k=14)) + f" w{number}"
            post_id = snowflake(FIRST + number * STEP, number % 4096)
            archive.add_post(post(post_id, text, edit_info=None), text)
        return
    archive.plain = make
    archive.plain_count = count
    if count <= 20_000:
        for element in make():
            fields = json.loads(element)["tweet"]
            archive.truth["posts"][fields["id_str"]] = fields["full_text"]


def likes(archive, count):
    for number in range(count):
        post_id = snowflake(1_500_000_000_000 + (count - number) * 1_000_003, number)
        like = {"tweetId": post_id, "fullText": f"liked &amp; kept {number}",
                "expandedUrl": f"https://twitter.com/i/web/status/{post_id}"}
        if number % 10 == 9:
            del like["fullText"]
            archive.truth["gone_likes"].append(post_id)
        archive.add("like", {"like": like})
        archive.truth["likes"].append(post_id)


def people(archive, count):
    for member, wrapper in (("follower", "follower"), ("following", "following"), ("block", "blocking"),
                            ("mute", "muting")):
        for number in range(count):
            person = str(1000 + number + 1000 * len(member))
            archive.add(member, {wrapper: {"accountId": person,
                                           "userLink": f"https://twitter.com/intent/user?user_id={person}"}})


def messages(archive, count):
    conversation = f"12-{archive.options.owner}"
    made = []
    for number in range(count):
        message_id = archive.next_id()
        made.insert(0, {"messageCreate": {
            "recipientId": "12", "reactions": [], "urls": [], "text": f"hello &lt;{number}&gt;", "mediaUrls": [],
            "senderId": archive.options.owner, "id": message_id, "createdAt": iso_time(millis_of(message_id))}})
        archive.truth["messages"][message_id] = f"hello <{number}>"
    archive.add("direct-messages", {"dmConversation": {"conversationId": conversation, "messages": made}})


# ---- oddities

def odd_entities(archive):
    post_id = archive.next_id()
    link = {"url": "https://t.co/abc", "expanded_url": "https://example.org/a?b=1&c=2", "display_url": "example.org/a",
            "indices": ["10", "33"]}
    medium = {"url": "https://t.co/pic", "id_str": "777", "id": "777", "type": "photo",
              "media_url_https": "https://pbs.twimg.com/media/Abc.jpg", "expanded_url": "https://x.com/a/status/1/photo/1",
              "sizes": {"large": {"w": "1200", "h": "900", "resize": "fit"}}, "indices": ["34", "57"]}
    second = dict(medium, id="778", id_str="778", media_url_https="https://pbs.twimg.com/media/Def.jpg")
    archive.add_post(
        post(post_id, "Tea &amp; cake &lt;3 https://t.co/abc https://t.co/pic",
             entities={"hashtags": [], "symbols": [], "user_mentions": [], "urls": [link], "media": [medium]},
             extended_entities={"media": [medium, second]}),
        "Tea & cake <3 https://example.org/a?b=1&c=2")
    archive.files[f"tweets_media/{post_id}-Abc.jpg"] = b"\xff\xd8\xff photo one"
    archive.files[f"tweets_media/{post_id}-Def.jpg"] = b"\xff\xd8\xff photo two"
    archive.truth.setdefault("media", {})[post_id] = ["photo one", "photo two"]


def odd_unkept(archive):
    """A photo of which no file is there, and a film that nothing tells the address of."""
    post_id = archive.next_id()
    photo = {"url": "https://t.co/pic", "id_str": "991", "id": "991", "type": "photo",
             "media_url_https": "https://pbs.twimg.com/media/Unkept.jpg"}
    film = {"url": "https://t.co/pic", "id_str": "992", "id": "992", "type": "video"}
    archive.add_post(post(post_id, "not here https://t.co/pic", extended_entities={"media": [photo, film]}), "not here")


def odd_photos(archive):
    """A film of a post by the name of one of its variants, a photo of a message, and one of no record."""
    post_id, message_id = archive.next_id(), archive.next_id()
    film = {"url": "https://t.co/film", "id_str": "880", "id": "880", "type": "video",
            "media_url_https": "https://pbs.twimg.com/ext_tw_video_thumb/880/pu/img/Still.jpg",
            "video_info": {"duration_millis": "1000", "variants": [
                {"content_type": "application/x-mpegURL", "url": "https://video.twimg.com/880/pl/list.m3u8?tag=12"},
                {"bitrate": "832000", "content_type": "video/mp4",
                 "url": "https://video.twimg.com/880/vid/Film.mp4?tag=12"}]}}
    archive.add_post(post(post_id, "moving https://t.co/film", extended_entities={"media": [film]}), "moving")
    archive.files[f"tweets_media/{post_id}-Film.mp4"] = b"\xff\xd8\xff film"
    archive.add("direct-messages", {"dmConversation": {"conversationId": f"16-{archive.options.owner}", "messages": [
        {"messageCreate": {"recipientId": "16", "reactions": [], "urls": [], "text": "a photo",
                           "mediaUrls": [f"https://ton.twitter.com/dm/{message_id}/991/Ghi.jpg"],
                           "senderId": archive.options.owner, "id": message_id,
                           "createdAt": iso_time(millis_of(message_id))}}]}})
    archive.truth["messages"][message_id] = "a photo"
    archive.files[f"direct_messages_media/{message_id}-Ghi.jpg"] = b"\xff\xd8\xff message photo"
    archive.truth.setdefault("media", {}).update({post_id: ["film"], message_id: ["message photo"]})


def odd_reposts(archive):
    text = "RT @somebody: " + "x" * 125 + "…"
    archive.add_post(post(archive.next_id(), text), text)


def odd_replies(archive):
    target = archive.next_id()
    archive.add_post(post(target, "a question"), "a question")
    reply = archive.next_id()
    archive.add_post(post(reply, "@me an answer", in_reply_to_status_id_str=target, in_reply_to_status_id=target,
                          in_reply_to_user_id=archive.options.owner, in_reply_to_screen_name=HANDLE), "@me an answer")
    archive.truth["reply"] = {reply: target}


def odd_answered(archive):
    """Whom a post answers is not mentioned in it."""
    post_id = archive.next_id()
    archive.add_post(post(post_id, "an answer", in_reply_to_status_id_str="1650000000000000321",
                          in_reply_to_user_id_str="777000", in_reply_to_screen_name="reply_only"), "an answer")


def odd_notes(archive):
    """A long post cut in tweets.js, whole in note-tweet.js under another id; and one that fits no post."""
    post_id = archive.next_id()
    whole = "Long &amp; winding " + "roads lead to the harbour " * 15 + "https://t.co/far end"
    cut = whole[:270].rstrip() + "… https://t.co/self"
    fields = post(post_id, cut, entities={"hashtags": [], "symbols": [], "user_mentions": [], "urls": [
        {"url": "https://t.co/self", "expanded_url": f"https://twitter.com/i/web/status/{post_id}"}]})
    shown = whole.replace("&amp;", "&").replace("https://t.co/far", "https://example.org/far")
    archive.add_post(fields, shown)
    other = post(snowflake(millis_of(post_id), 99), "Long ago, in the same second")
    archive.add_post(other, "Long ago, in the same second")
    note = {"noteTweetId": "1650000000000000001", "createdAt": iso_time(millis_of(post_id)),
            "updatedAt": iso_time(millis_of(post_id)), "lifecycle": {"value": "Published", "name": "Published"},
            "core": {"text": whole, "styletags": [], "mentions": [], "hashtags": [], "cashtags": [],
                     "urls": [{"shortUrl": "https://t.co/far", "expandedUrl": "https://example.org/far",
                               "displayUrl": "example.org/far"}]}}
    alone = dict(note, noteTweetId="1650000000000000002", createdAt=iso_time(millis_of(post_id) + 86_400_000),
                 core=dict(note["core"], text="A note without a post", urls=[]))
    archive.add("note-tweet", {"noteTweet": note}, {"noteTweet": alone})
    archive.truth["note"] = {"post": post_id, "id": "1650000000000000001", "alone": "1650000000000000002"}
    archive.truth["loose"] = {"1650000000000000002": "A note without a post"}


def odd_edits(archive):
    first, second = archive.next_id(), archive.next_id()
    window = iso_time(FIRST)
    initial = {"editTweetIds": [first, second], "editableUntil": window, "editsRemaining": "4", "isEditEligible": True}
    archive.add_post(post(second, "written in haste", edit_info={"edit": {"initialTweetId": first,
                                                                          "editControlInitial": initial}}),
                     "written in haste")
    archive.add_post(post(first, "written in hast", edit_info={"initial": initial}), "written in hast")
    del archive.truth["posts"][second]
    archive.truth["posts"][first] = "written in haste"
    archive.truth["chains"][first] = [first, second]


def odd_long_edits(archive):
    """Long posts that were edited: a note for each edit. Of one only the last edit is there."""
    for seen, number in (2, 10), (1, 20):
        first = archive.next_id()
        second = snowflake(millis_of(first) + 600_000, 7)
        initial = {"editTweetIds": [first, second], "editableUntil": iso_time(millis_of(first) + 3_600_000),
                   "editsRemaining": "4", "isEditEligible": True}
        edits = [(second, "later", {"edit": {"initialTweetId": first, "editControlInitial": initial}}),
                 (first, "early", {"initial": initial})]
        for edit, word, info in edits[:seen]:
            number += 1
            whole = f"The {word} words " + "of a long one " * 30 + f"{word}{seen}"
            note = {"noteTweetId": f"16500000000000000{number}", "createdAt": iso_time(millis_of(edit)),
                    "updatedAt": iso_time(millis_of(edit)), "lifecycle": {"value": "Published", "name": "Published"},
                    "core": {"text": whole, "styletags": [], "mentions": [], "hashtags": [], "cashtags": [], "urls": []}}
            archive.add("note-tweet", {"noteTweet": note})
            archive.add_post(post(edit, whole[:270].rstrip() + "… https://t.co/self", edit_info=info), whole)
        text = archive.truth["posts"].pop(second)
        archive.truth["posts"][first] = text
        archive.truth["long_chains"][first] = seen


def odd_deleted(archive):
    for wrapper in ("tweet", "deletedTweet"):
        post_id = archive.next_id()
        fields = post(post_id, f"regretted in {wrapper}", deleted_at="2024-04-20T10:00:00.000Z")
        archive.add("deleted-tweets", {wrapper: fields})
        archive.truth["deleted"].append(post_id)


def odd_groups(archive):
    conversation, millis = "1690000000000000777", archive.next_millis()
    message_id = archive.next_id()
    events = [
        {"messageCreate": {"recipientId": "0", "reactions": [], "urls": [], "text": "hello all", "mediaUrls": [],
                           "senderId": "12", "id": message_id, "createdAt": iso_time(millis + 4000)}},
        {"conversationNameUpdate": {"initiatingUserId": "12", "name": "Bakers", "createdAt": iso_time(millis + 3000)}},
        {"participantsLeave": {"userIds": ["14"], "createdAt": iso_time(millis + 2000)}},
        {"participantsJoin": {"initiatingUserId": "12", "userIds": ["14", "12"], "createdAt": iso_time(millis + 1000)}},
        {"joinConversation": {"initiatingUserId": "12", "participantsSnapshot": ["12", "13"],
                              "createdAt": iso_time(millis)}},
    ]
    archive.add("direct-messages-group", {"dmConversation": {"conversationId": conversation, "messages": events}})
    archive.truth["messages"][message_id] = "hello all"
    archive.truth["conversation"] = {message_id: conversation}
    for event in events[1:]:
        kind, = event
        archive.truth["events"][f"{conversation}:{kind}:{event[kind]['createdAt']}"] = event


def odd_simultaneous(archive):
    """Two people who left a group at one time: events have no id."""
    conversation, when = "1690000000000000778", iso_time(archive.next_millis())
    left = [{"participantsLeave": {"userIds": [person], "createdAt": when}} for person in ("16", "17")]
    archive.add("direct-messages-group", {"dmConversation": {"conversationId": conversation, "messages": left}})
    for number, event in zip(("", ":2"), left):
        archive.truth["events"][f"{conversation}:participantsLeave:{when}{number}"] = event


def odd_reactions(archive):
    message_id, millis = archive.next_id(), archive.next_millis()
    reaction = {"senderId": "12", "reactionKey": "agree", "eventId": archive.next_id(),
                "createdAt": iso_time(millis + 500)}
    single = {"senderId": "13", "reactionKey": "funny", "eventId": archive.next_id(), "createdAt": iso_time(millis)}
    archive.add("direct-messages", {"dmConversation": {"conversationId": f"13-{archive.options.owner}", "messages": [
        {"reactionCreate": single},
        {"messageCreate": {"recipientId": "13", "reactions": [reaction], "mediaUrls": [],
                           "urls": [{"url": "https://t.co/q", "expanded": "https://example.org/q", "display": "q"}],
                           "text": "look https://t.co/q", "senderId": archive.options.owner, "id": message_id,
                           "createdAt": iso_time(millis)}},
        {"welcomeMessageCreate": {"id": "1234567890123456789", "senderId": "13", "text": "welcome",
                                  "createdAt": iso_time(millis + 200)}}]}})
    archive.truth["messages"][message_id] = "look https://example.org/q"
    archive.truth["messages"]["1234567890123456789"] = "welcome"
    archive.truth["events"][reaction["eventId"]] = reaction
    archive.truth["events"][single["eventId"]] = {"reactionCreate": single}


def odd_twice(archive):
    """A conversation that occurs twice, once with its id behind its messages."""
    ids = [archive.next_id(), archive.next_id()]
    made = [{"messageCreate": {"recipientId": "15", "reactions": [], "urls": [], "text": f"piece {number}",
                               "mediaUrls": [], "senderId": "15", "id": one, "createdAt": iso_time(millis_of(one))}}
            for number, one in enumerate(ids)]
    conversation = f"15-{archive.options.owner}"
    archive.add("direct-messages", {"dmConversation": {"conversationId": conversation, "messages": made[:1]}},
                {"dmConversation": {"messages": made[1:], "conversationId": conversation}})
    for number, one in enumerate(ids):
        archive.truth["messages"][one] = f"piece {number}"
        archive.truth.setdefault("conversation", {})[one] = conversation


def odd_times(archive):
    broken = archive.next_id()
    archive.add_post(post(broken, "a broken clock", 1000), "a broken clock")
    archive.add_post(post("20000000001", "a broken clock long ago", 1000), "a broken clock long ago")
    archive.truth.setdefault("times", {}).update(
        {broken: iso_time(millis_of(broken) // 1000 * 1000).replace(".000", ""), "20000000001": None})


def odd_early(archive):
    """Ids from before they held a time, with plain links."""
    archive.add_post(post("1234567", "see http://example.org/2008 now", 1_220_000_000_000,
                          entities={"hashtags": [], "symbols": [], "user_mentions": [], "urls": []}, edit_info=None),
                     "see http://example.org/2008 now")
    archive.truth.setdefault("times", {})["1234567"] = "2008-08-29T08:53:20Z"


def odd_quotes(archive):
    """A quote is told by a link alone; links to oneself and to pictures are none."""
    quoted, post_id = "1234567890123456789", archive.next_id()
    links = [f"https://twitter.com/baker/status/{quoted}?s=20", f"https://x.com/i/web/status/{post_id}",
             "https://example.org/a/status/1"]
    archive.add_post(post(post_id, "look https://t.co/q1", entities={
        "hashtags": [], "symbols": [], "user_mentions": [],
        "urls": [{"url": f"https://t.co/q{number}", "expanded_url": link, "display_url": "x", "indices": ["5", "9"]}
                 for number, link in enumerate(links, 1)]}),
                     f"look https://twitter.com/baker/status/{quoted}?s=20")
    archive.truth["quote"] = {post_id: quoted}


def odd_mentions(archive):
    """Who is known elsewhere by an id alone: one who wrote messages, a follower; and one whose id is not told."""
    people = [("12", "baker_twelve", "The &amp; baker"), ("9000", "ferryman", "Ferry"), ("-1", "gone", "Gone")]
    mentions = [{"name": name, "screen_name": handle, "indices": ["0", "5"], "id_str": person, "id": person}
                for person, handle, name in people]
    archive.add_post(post(archive.next_id(), "@baker_twelve @ferryman @gone ahoy",
                          entities={"hashtags": [], "symbols": [], "user_mentions": mentions, "urls": []}),
                     "@baker_twelve @ferryman @gone ahoy")
    archive.truth["named"] = {person: "@" + handle for person, handle, _ in people if person != "-1"}


def odd_circle(archive):
    archive.add_post(post(archive.next_id(), "for few"), "for few", member="twitter-circle-tweet")


def odd_portrait(archive):
    archive.files[f"profile_media/{archive.options.owner}-ada.jpg"] = b"\xff\xd8\xff portrait"


def odd_community(archive):
    archive.add_post(post(archive.next_id(), "to the community"), "to the community", member="community-tweet")


def odd_bookmarks(archive):
    wrapped, flat = archive.next_id(), archive.next_id()
    archive.add("bookmark", {"bookmark": {"tweetId": wrapped, "fullText": "kept &gt; lost"}},
                {"tweetId": flat, "addedAt": iso_time(millis_of(flat)), "bookmarkCollectionId": "1"})
    archive.truth["bookmarks"] = [wrapped, flat]


def odd_lists(archive):
    archive.add("lists-created", {"userListInfo": {"url": "https://twitter.com/i/lists/84839422"}})
    archive.add("lists-subscribed", {"userListInfo": {"urls": ["https://twitter.com/ada/lists/bakers",
                                                               "https://twitter.com/ada/lists/boats/"]}})
    archive.truth["lists"] = ["84839422", "ada/lists/bakers", "ada/lists/boats"]


def odd_names(archive):
    archive.add("screen-name-change", {"screenNameChange": {"accountId": archive.options.owner, "screenNameChange": {
        "changedAt": "2015-01-02T03:04:05.000Z", "changedFrom": "ada_old", "changedTo": HANDLE}}})


def odd_items(archive):
    archive.add("saved-search", {"savedSearch": {"savedSearchId": "901", "query": "harbour bread"}})
    archive.add("spaces-metadata", {"spacesMetadata": {"id": "1YqKDqWqdPLKV", "creatorId": archive.options.owner,
                                                       "createdAt": "2022-02-02T00:00:00.000Z"}})
    archive.add("moment", {"moment": {"momentId": "31", "title": "A day at sea", "createdAt": MADE}})


PRIVATE = {
    "account-creation-ip": {"accountCreationIp": {"userCreationIp": "203.0.113.77"}},
    "ip-audit": {"ipAudit": {"accountId": OWNER, "createdAt": MADE, "loginIp": "203.0.113.78"}},
    "device-token": {"deviceToken": {"token": "private-device-token"}},
    "phone-number": {"device": {"phoneNumber": "+00private-phone"}},
    "email-address-change": {"emailAddressChange": {"emailChange": {"changedTo": "private@example.org"}}},
    "contact": {"contact": {"emails": ["private-friend@example.org"]}},
    "ad-impressions": {"ad": {"adsUserData": {"adImpressions": {"impressions": ["private-ad-impression"]}}}},
    "ad-something-new": {"ad": "private-new-ad"},
    "personalization": {"p13nData": {"interests": ["private-interest"]}},
}


def odd_private(archive):
    for member, element in PRIVATE.items():
        archive.add(member, element)


def odd_unknown(archive):
    archive.add("brand-new-thing", {"brandNewThing": {"id": "1"}})
    archive.files["surprise.bin"] = b"?"


def odd_empty(archive):
    for member in ("moment", "deleted-tweets", "bookmark"):
        archive.members.setdefault(member, [])


def odd_headers(archive):
    """Beside the full members, of which they tell less, or in place of one that is missing."""
    for number, post_id in enumerate(list(archive.truth["posts"])[:3]):
        archive.add("tweet-headers", {"tweet": {"tweet_id": post_id, "user_id": archive.options.owner,
                                                "created_at": v1_time(millis_of(post_id) if len(post_id) > 12 else 0)}})
    deleted = archive.next_id()
    archive.add("deleted-tweet-headers", {"tweet": {"tweet_id": deleted, "user_id": archive.options.owner,
                                                    "created_at": v1_time(millis_of(deleted)),
                                                    "deleted_at": v1_time(millis_of(deleted) + 1000)}})
    archive.truth["deleted_header"] = deleted
    conversation, = archive.members["direct-messages"][:1]
    inner = json.loads(conversation)["dmConversation"]
    for message in inner["messages"]:
        for left_out in ("text", "mediaUrls", "urls", "reactions"):
            del message["messageCreate"][left_out]
    archive.add("direct-message-headers", {"dmConversation": inner})
    archive.truth["message_headers"] = [message["messageCreate"]["id"] for message in inner["messages"]]


ODDITIES = {name[4:]: function for name, function in list(globals().items()) if name.startswith("odd_")}


# ---- writing it

def split(elements, parts):
    share = -(-len(elements) // parts) if elements else 0
    return [elements[i * share:(i + 1) * share] for i in range(parts)]


class Writer:
    """The files of an archive as (name, iterable of bytes)."""

    def __init__(self, archive):
        self.archive = archive
        self.options = archive.options
        self.early = archive.options.year < 2020
        self.data = "" if self.early else "data/"
        self.types = {}

    def text_of(self, global_name, part, elements):
        end = self.options.ending
        yield f"window.YTD.{global_name.replace('-', '_')}.part{part} = [".encode()
        count = 0
        for element in elements:
            lines = element.replace("\n", "\n  ")
            yield ((",\n  " if count else "\n  ") + lines).encode()
            count += 1
        yield (("\n]" if count else " ]") + end).encode()

    def members(self):
        for name, elements in self.archive.members.items():
            file = {"tweets": "tweet", "community-tweet": "community_tweet"}.get(name, name) if self.early else name
            count = self.options.parts if name in ("tweets", "like", "direct-messages") else 1
            plain = getattr(self.archive, "plain", None) if name == "tweets" else None
            for part, share in enumerate(split(elements, count)):
                path = f"{self.data}{file}{'-part%d' % part if part else ''}.js"
                number = len(share)
                content = share
                if plain:
                    every, first, last = self.archive.plain_count, part, count
                    number += len(range(first, every, last))
                    content = self.with_plain(share, plain, first, last)
                self.note(file, path, number)
                yield path, self.text_of(file, part, content)

    @staticmethod
    def with_plain(share, plain, first, step):
        yield from share
        for number, element in enumerate(plain()):
            if number % step == first:
                yield element

    def note(self, file, path, count):
        words = file.split("-")
        camel = words[0] + "".join(word.capitalize() for word in words[1:])
        self.types.setdefault(camel, {"files": []})["files"].append(
            {"fileName": path, "globalName": f"YTD.{file.replace('-', '_')}.part0",
             "count": str(count + self.options.manifest_off)})
        self.archive.truth["members"][path] = count

    def files(self):
        yield from self.members()
        for name, content in self.archive.files.items():
            if self.early:
                name = name.replace("tweets_media", "tweet_media")
            yield self.data + name, [content]
        if self.early:
            return
        manifest = {"userInfo": {"accountId": self.options.owner, "userName": self.options.handle, "displayName": NAME},
                    "archiveInfo": {"sizeBytes": "1", "generationDate": self.options.made, "isPartialArchive": self.options.zips > 1,
                                    "maxPartSizeBytes": "53687091200"},
                    "readmeInfo": {"fileName": "data/README.txt", "directory": "data/", "name": "README.txt"},
                    "dataTypes": self.types}
        yield "data/manifest.js", ["window.__THAR_CONFIG = ".encode(), pretty(manifest).encode()]
        yield "data/README.txt", [b"Notes about the fields."]
        yield "Your archive.html", [b"<html></html>"]
        yield "assets/js/app.js", [b"let x = 1"]
        yield "assets/images/logo.png", [b"png"]


def months_and_a_table(archive):
    """The form of before 2018."""
    posts = [{"id_str": post_id, "id": int(post_id), "text": text, "created_at": "2015-01-02 03:04:05 +0000",
              "user": {"screen_name": archive.options.handle, "id_str": archive.options.owner}}
             for post_id, text in archive.truth["posts"].items()]
    yield "README.txt", [b"Your archive"]
    yield "index.html", [b"<html></html>"]
    yield "tweets.csv", [b'"tweet_id","timestamp","text"\n',
                         *[f'"{one["id_str"]}","{one["created_at"]}","{one["text"]}"\n'.encode() for one in posts]]
    details = {"screen_name": archive.options.handle, "id": archive.options.owner, "full_name": NAME}
    yield "data/js/user_details.js", [b"var user_details = ", pretty(details).encode()]
    yield "data/js/tweets/2015_01.js", [b"Grailbird.data.tweets_2015_01 = \n ", pretty(posts).encode()]


def write_zips(files, options):
    """One zip, or several that hold the members in turn; each has what tells whose archive it is."""
    count = options.zips
    names = [options.out] if count == 1 else [options.out.replace(".zip", f"-{n + 1}.zip") for n in range(count)]
    zips = [zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED, allowZip64=True) for name in names]
    at = 0
    for name, content in files:
        everywhere = name.endswith(("manifest.js", "account.js"))
        chosen = zips if everywhere else [zips[at % count]]
        at += 0 if everywhere else 1
        content = list(content) if len(chosen) > 1 else content
        for one in chosen:
            inner = options.outer + name
            info = zipfile.ZipInfo(inner.replace("/", "\\") if options.backslashes else inner, (2024, 5, 1, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            with one.open(info, "w", force_zip64=options.zip64) as file:
                for piece in content:
                    file.write(piece)
    for one in zips:
        one.close()


def write_folder(files, folder):
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files:
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            for piece in content:
                file.write(piece)


# ---- damage

def cut(path):
    with open(path, "r+b") as file:
        file.truncate(os.path.getsize(path) * 2 // 3)


def member_offset(path, end):
    with zipfile.ZipFile(path) as archive:
        info = next(one for one in archive.infolist() if one.filename.endswith(end))
    with open(path, "rb") as file:
        file.seek(info.header_offset + 26)
        name, extra = struct.unpack("<HH", file.read(4))
    return info, info.header_offset + 30 + name + extra


def wrong_checksum(path, end="like.js"):
    """Stored uncompressed, so that only the checksum tells."""
    rewrite(path, lambda name: zipfile.ZIP_STORED)
    info, offset = member_offset(path, end)
    with open(path, "r+b") as file:
        file.seek(offset + info.file_size // 2)
        byte = file.read(1)
        file.seek(offset + info.file_size // 2)
        file.write(b"7" if byte != b"7" else b"8")


def rewrite(path, method):
    with zipfile.ZipFile(path) as old:
        members = [(info.filename, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w") as new:
        for name, content in members:
            new.writestr(zipfile.ZipInfo(name, (2024, 5, 1, 12, 0, 0)), content, compress_type=method(name))


def add_member(path, name, content, compress=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "a", compress) as archive:
        archive.writestr(name, content)


def crypt(content, password, check):
    """The classic encryption of zips (APPNOTE 6.1)."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte):
        keys[0] = zlib.crc32(bytes([byte]), keys[0] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = zlib.crc32(bytes([keys[1] >> 24]), keys[2] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in b"12345678901" + bytes([check]) + content:
        temp = keys[2] | 2
        out.append(byte ^ (((temp * (temp ^ 1)) >> 8) & 0xFF))
        update(byte)
    return bytes(out)


def twofold(path):
    """Beside it a second archive, in a folder of its own."""
    with zipfile.ZipFile(path) as one:
        members = [(name, one.read(name)) for name in one.namelist()]
    for name, content in members:
        add_member(path, "older/" + name, content)


def encrypted(path):
    content = b"window.YTD.secret.part0 = [ ]"
    crc = zlib.crc32(content)
    body = crypt(content, b"password", crc >> 24)
    add_member(path, "data/secret.js", body, zipfile.ZIP_STORED)
    info, _ = member_offset(path, "secret.js")
    with open(path, "r+b") as file:
        data = file.read()
        at = data.rindex(b"PK\x01\x02" + data[data.rindex(b"PK\x01\x02") + 4:][:4])
        for flags, crc_at, size_at in ((info.header_offset + 6, info.header_offset + 14, info.header_offset + 22),
                                       (at + 8, at + 16, at + 24)):
            file.seek(flags)
            file.write(struct.pack("<H", 1))
            file.seek(crc_at)
            file.write(struct.pack("<I", crc))
            file.seek(size_at)
            file.write(struct.pack("<I", len(content)))


def bomb(path):
    add_member(path, "data/moment.js", b"window.YTD.moment.part0 = [" + b" " * (64 << 20) + b"]")


def many(path):
    """Members of which none is suspicious."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"data/tweets_media/1650000000000000009-{number:04}.jpg", bytes(1 << 20))


def overlapping(path):
    """Two names for the same bytes."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/tweets_media/1650000000000000009-a.jpg", os.urandom(1 << 16))
        again = copy.copy(archive.infolist()[-1])
        again.filename = "data/tweets_media/1650000000000000009-b.jpg"
        archive.filelist.append(again)
        archive.NameToInfo[again.filename] = again


def lying(path):
    """Says that it is small, and is not."""
    add_member(path, "data/fleet.js", b"window.YTD.fleet.part0 = [" + os.urandom(1 << 16).hex().encode() + b"]")
    info, _ = member_offset(path, "fleet.js")
    with open(path, "r+b") as file:
        data = file.read()
        for at in (info.header_offset + 22, data.rindex(b"PK\x01\x02") + 24):
            file.seek(at)
            file.write(struct.pack("<I", 100))


DAMAGES = {
    "cut": cut,
    "crc": wrong_checksum,
    "media-crc": lambda path: wrong_checksum(path, "Abc.jpg"),
    "unread-crc": lambda path: wrong_checksum(path, "README.txt"),
    "encrypted": encrypted,
    "bomb": bomb,
    "many": many,
    "overlapping": overlapping,
    "lying": lying,
    "climbing": lambda path: add_member(path, "../../evil.js", b"1"),
    "absolute": lambda path: add_member(path, "/etc/evil", b"1"),
    "backslash": lambda path: add_member(path, "data\\..\\..\\evil.js", b"1"),
    "no-zip": lambda path: open(path, "wb").write(b"this is no zip at all" * 100),
    "twofold": twofold,
    "half-json": lambda path: add_member(path, "data/follower-part1.js", b'window.YTD.follower.part1 = [ {"follower" : '),
    "bad-json": lambda path: add_member(path, "data/follower-part1.js",
                                        b'window.YTD.follower.part1 = [ {"follower" : {"accountId" : tru}} ]'),
}


def main():
    parser = argparse.ArgumentParser(description="Makes an archive like those of X.")
    parser.add_argument("out", help="NAME.zip, or a folder")
    parser.add_argument("--posts", type=int, default=50)
    parser.add_argument("--likes", type=int, default=30)
    parser.add_argument("--people", type=int, default=5)
    parser.add_argument("--messages", type=int, default=4)
    parser.add_argument("--media", type=int, default=0, help="so many files that no post shows")
    parser.add_argument("--year", type=int, default=2024)
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--zips", type=int, default=1)
    parser.add_argument("--with", dest="oddities", default="", help=f"of {','.join(ODDITIES)}, or all")
    parser.add_argument("--without", default="", help="members that are not written")
    parser.add_argument("--also", help="a file with [[id, full_text, {more fields}], …]: further posts")
    parser.add_argument("--damage", choices=DAMAGES)
    parser.add_argument("--zip64", action="store_true")
    parser.add_argument("--backslashes", action="store_true", help="as some programs write names")
    parser.add_argument("--outer", default="", help="a folder around it, with / at its end")
    parser.add_argument("--ending", default="")
    parser.add_argument("--owner", default=OWNER)
    parser.add_argument("--handle", default=HANDLE)
    parser.add_argument("--made", default=MADE)
    parser.add_argument("--manifest-off", type=int, default=0, help="by how much its counts are wrong")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lines", help="a file to which the posts are written too, as JSON Lines")
    parser.add_argument("--truth")
    options = parser.parse_args()
    archive = Archive(options)
    account(archive)
    archive.members["tweets"] = []
    plain_posts(archive, options.posts)
    likes(archive, options.likes)
    people(archive, options.people)
    messages(archive, options.messages)
    for number in range(options.media):
        archive.files[f"tweets_media/{snowflake(FIRST, number)}-Photo{number:010}.jpg"] = b"photo"
    wanted = list(ODDITIES) if options.oddities == "all" else [name for name in options.oddities.split(",") if name]
    for name in wanted:
        ODDITIES[name](archive)
    for name in filter(None, options.without.split(",")):
        archive.members.pop(name, None)
    for post_id, text, more in json.load(open(options.also)) if options.also else []:
        archive.add_post(post(post_id, text, **more), text)
    files = months_and_a_table(archive) if options.year < 2018 else Writer(archive).files()
    if options.out.endswith(".zip"):
        write_zips(files, options)
        if options.damage:
            DAMAGES[options.damage](options.out)
    else:
        write_folder(((options.outer + name, content) for name, content in files), options.out)
    if options.lines:
        with open(options.lines, "w") as file:
            for element in [*archive.members["tweets"], *getattr(archive, "plain", list)()]:
                file.write(json.dumps(json.loads(element)["tweet"]) + "\n")
    if options.truth:
        with open(options.truth, "w") as file:
            json.dump(archive.truth, file)


if __name__ == "__main__":
    main()
