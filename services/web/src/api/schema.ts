// Written by scripts/gen-api.mjs from crates/protocol/openapi.json.
export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that verify access tokens. */
        get: operations["jwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the e-mail address; the address so far is told of it. */
        post: operations["change_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by e-mail address or handle. */
        post: operations["log_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session that asks. */
        post: operations["log_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How this installation lets people in. */
        get: operations["sign_in_methods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the password; all other sessions end. */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a mail with a link that sets a new password. The answer is the same whether or not
         *     anybody has this address.
         */
        post: operations["forgot_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a new password with the token of the mail; all sessions end. */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exchange the refresh token, from the body or the cookie, for the next pair. */
        post: operations["refresh_tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where one is signed in. */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        /** End all sessions but the one that asks. */
        delete: operations["revoke_other_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one session. */
        delete: operations["revoke_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an account and sign in. */
        post: operations["sign_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{channel}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The call in a channel, if there is one. */
        get: operations["get_call"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{channel}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Servers that help two browsers find each other, with credentials that hold for a while. */
        post: operations["post_credentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events after a seq, from the tail; older ones are `events_gone`. */
        get: operations["get_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files that a channel's messages and replies carry, newest message first. */
        get: operations["get_files"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of what a channel shows: the newest, unless a seq says otherwise. Ascending. */
        get: operations["get_history"];
        put?: never;
        /** Sends a message, once for each nonce: 201, or 200 with what the nonce sent before. */
        post: operations["post_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel}/pins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The pinned messages of a channel, latest pin first. */
        get: operations["get_pins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks everything up to a message as read. Only raises the position, and stops at the head. */
        post: operations["post_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel}/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a message the first unread one. */
        post: operations["post_unread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One channel. */
        get: operations["get_channel"];
        put?: never;
        post?: never;
        /** Delete a channel. It can be restored for 30 days. */
        delete: operations["delete_channel"];
        options?: never;
        head?: never;
        /** Change name, topic, description, posting or slow mode. */
        patch: operations["change_channel"];
        trace?: never;
    };
    "/api/v1/channels/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive: the channel takes nothing new. */
        post: operations["archive_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/cover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Show a cover of a channel. The body is as for a person's picture; at most 1,600 pixels are kept. */
        put: operations["set_cover"];
        post?: never;
        /** Show no cover of a channel any more. */
        delete: operations["remove_cover"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/guest-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The links by which people without an account come into a channel. */
        get: operations["list_guest_links"];
        put?: never;
        /** Open a channel to people without an account, by a link. */
        post: operations["create_guest_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/guest-links/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw a link, and with `end_guests` those who came by it. */
        delete: operations["revoke_guest_link"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Become a member of a public channel. */
        post: operations["join_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop being a member. */
        post: operations["leave_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The members of a channel. */
        get: operations["list_channel_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/members/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Make somebody a member, or give a member another role. */
        put: operations["put_channel_member"];
        post?: never;
        /** End somebody's membership. */
        delete: operations["remove_channel_member"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/membership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change one's own side: notifications, muting, the star. */
        patch: operations["change_membership"];
        trace?: never;
    };
    "/api/v1/channels/{id}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many of the members are there at this moment. */
        get: operations["get_channel_presence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo the deletion of a channel: its log goes on, its members are in it again. */
        post: operations["restore_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make another member the owner. */
        post: operations["transfer_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take out of the archive. */
        post: operations["unarchive_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deleted-workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The deleted workspaces that the caller may restore, newest first. */
        get: operations["list_deleted_workspaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a file.
         * @description It is streamed to the store, and seen by its uploader alone until a message carries it. Its
         *     type is found from its content. Images lose their metadata; their pixels are not touched, and
         *     an orientation is kept.
         */
        post: operations["create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is known of a file. */
        get: operations["find"];
        put?: never;
        post?: never;
        /** Take back a file that no message carries. */
        delete: operations["remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The content of a file. Takes `Range` and `If-None-Match`. */
        get: operations["content"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/{id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A smaller picture of an image: longest side 160 (`small`) or 720 pixels (`large`, the default). */
        get: operations["thumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to upload a file in parts.
         * @description Each part is PUT at its address, straight to the store. Who completes it has the file; nobody
         *     sees anything of it before. What is not completed within a day is removed. The same
         *     `Idempotency-Key` and body lead to the same upload, as it is then.
         */
        post: operations["begin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far an upload has come, with fresh addresses for the parts that are missing. */
        get: operations["look"];
        put?: never;
        post?: never;
        /** Give an upload up. */
        delete: operations["abort"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/files/uploads/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a file of the parts. Asked again, it answers the same file. */
        post: operations["complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gifs/{gif}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture that a search found, to be sent as a file. */
        get: operations["get_content"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gifs/{gif}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a picture that a search found a file of the caller's: at most 8 MiB. */
        post: operations["post_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gifs/{gif}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A small picture of what a search found. */
        get: operations["get_preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gifs/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Searches for moving pictures, fit for everybody. 404 where no provider is configured. */
        get: operations["get_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guest/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a guest link leads. */
        get: operations["preview_guest_link"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guest/{code}/enter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Come into the channel without an account. */
        post: operations["enter_as_guest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guest/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an account of one's own of the guest that one is. */
        post: operations["claim_guest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/images/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture of a person, a workspace, a channel or a link, or an emoji.
         * @description Pictures of people are seen by everybody with an account, covers by who may read the channel,
         *     the rest by the people of the workspace. A workspace's icon is also seen by who has the code of an
         *     invitation or guest link that holds, signed in or not. What an address leads to never changes.
         */
        get: operations["image"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invites/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where an invitation leads; asked by who may not be signed in yet. */
        get: operations["preview_invite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invites/{code}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Come into the workspace. */
        post: operations["accept_invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A message; a tombstone if it was deleted. */
        get: operations["get_message"];
        put?: never;
        post?: never;
        /** Deletes a message; its tombstone stays. */
        delete: operations["delete_message"];
        options?: never;
        head?: never;
        /** Changes the text of one's own message. `If-Match` guards against an edit in between. */
        patch: operations["patch_message"];
        trace?: never;
    };
    "/api/v1/messages/{message}/embeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes away what a link of a message is shown with: one's own message, or anybody's for the
         *     channel's admins. It does not come back.
         */
        delete: operations["delete_embed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's side of the thread that a message began or is in. */
        get: operations["get_follow"];
        /** Follows the thread that a message began or is in. */
        put: operations["put_follow"];
        post?: never;
        /** Stops following a thread, until the caller replies in it again. */
        delete: operations["delete_follow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Pins a message. */
        put: operations["put_pin"];
        post?: never;
        /** Unpins a message. */
        delete: operations["delete_pin"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message}/reactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who reacted with what, in that order. */
        get: operations["get_reactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message}/reactions/{emoji}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Reacts with an emoji, or `:name:` of a custom one. */
        put: operations["put_reaction"];
        post?: never;
        /** Takes a reaction back. */
        delete: operations["delete_reaction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks the replies up to a seq as read. Only raises the position, and stops at the head. */
        post: operations["post_thread_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message}/readers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who has read a message. */
        get: operations["get_readers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message}/replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the replies to a message: the newest, unless a seq says otherwise. Ascending. */
        get: operations["get_replies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a message said before it was edited, oldest first. */
        get: operations["get_revisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/push/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key that a browser subscribes with. */
        get: operations["get_push_key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/delivery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell how long the caller's own messages took. */
        post: operations["report_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Finds messages, in all channels that the caller may read. */
        get: operations["search_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/recents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Remembers a search for the caller alone; the last 20 of a workspace are kept. */
        put: operations["put_recent_search"];
        post?: never;
        /** Forgets one of the caller's searches, or all of them. */
        delete: operations["delete_recent_search"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Channels, people and earlier searches that have this text; up to 8 of each. */
        get: operations["suggest_searches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything for the first screen. */
        get: operations["get_sync"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person whom one shares a workspace with. */
        get: operations["get_user"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Show a picture of oneself. The body is the image, or a form with one field `file`.
         * @description JPEG, PNG, GIF or WebP; it is made anew, at most 512 pixels wide and high.
         */
        put: operations["set_avatar"];
        post?: never;
        /** Show no picture of oneself any more. */
        delete: operations["remove_avatar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Several people at once; those whom one may not see are left out. */
        post: operations["look_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own account. */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change one's own account. */
        patch: operations["change_me"];
        trace?: never;
    };
    "/api/v1/users/me/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom the caller has blocked. */
        get: operations["get_blocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/blocks/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Block somebody. Nobody is told but one's own devices. */
        put: operations["put_block"];
        post?: never;
        /** Block somebody no longer. */
        delete: operations["delete_block"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/mentions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The messages that mention the caller, newest first. */
        get: operations["get_mentions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one wants to be told about. */
        get: operations["get_notifications"];
        /** Replace what one wants to be told about. */
        put: operations["set_notifications"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/notifications/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of telling the caller of messages, newest first; kept for 30 days. */
        get: operations["get_notification_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/push-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's browsers that are told by push. */
        get: operations["list_push_subscriptions"];
        /** Tell this session's browser by push, until the session ends. */
        put: operations["put_push_subscription"];
        post?: never;
        /** Tell this session's browser no more. */
        delete: operations["remove_push_subscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/push-subscriptions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Tell the browser of another session no more. */
        delete: operations["remove_push_subscription_of"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace one's own status. */
        put: operations["set_status"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The threads that the caller follows, newest activity first. */
        get: operations["get_threads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workspaces that the caller is in. */
        get: operations["list_workspaces"];
        put?: never;
        /** Make a workspace, with #general and #random. */
        post: operations["create_workspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One workspace. */
        get: operations["get_workspace"];
        put?: never;
        post?: never;
        /** Delete a workspace with all its channels. It can be restored for 30 days. */
        delete: operations["delete_workspace"];
        options?: never;
        head?: never;
        /** Change name or address. */
        patch: operations["change_workspace"];
        trace?: never;
    };
    "/api/v1/workspaces/{id}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's channels in a workspace, or its public ones. */
        get: operations["list_channels"];
        put?: never;
        /** Create a public or private channel. */
        post: operations["create_channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}/deleted-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The deleted channels of a workspace that the caller may restore, newest first. */
        get: operations["list_deleted_channels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}/dms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open the direct conversation with these people: the same channel for the same people. */
        post: operations["open_dm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}/emoji": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A workspace's own emoji, by name. */
        get: operations["list_emoji"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}/emoji/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add an emoji, or give it another picture. The body is as for a person's picture.
         * @description The name has 2 to 32 of `a-z`, `0-9`, `_`, `+` and `-`, and is not one of the standard emoji's. At
         *     most 128 pixels wide and high are kept; what moves goes on moving.
         */
        put: operations["set_emoji"];
        post?: never;
        /** Remove an emoji. Where it was used, its name stays. */
        delete: operations["remove_emoji"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}/icon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Show a picture of a workspace. The body is as for a person's. */
        put: operations["set_icon"];
        post?: never;
        /** Show no picture of a workspace any more. */
        delete: operations["remove_icon"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}/invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The invitations that were given out. */
        get: operations["list_invites"];
        put?: never;
        /** Give out an invitation. */
        post: operations["create_invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}/invites/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw an invitation. */
        delete: operations["revoke_invite"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people of a workspace. */
        get: operations["list_workspace_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}/members/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove somebody, or leave. */
        delete: operations["remove_workspace_member"];
        options?: never;
        head?: never;
        /** Give somebody another role. */
        patch: operations["change_workspace_member"];
        trace?: never;
    };
    "/api/v1/workspaces/{id}/membership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change one's own side: notifications, muting. */
        patch: operations["change_workspace_membership"];
        trace?: never;
    };
    "/api/v1/workspaces/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo the deletion of a workspace: everybody is in it again, and its channels follow. */
        post: operations["restore_workspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much room the files of a workspace take, for those who run it. */
        get: operations["storage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspace}/read-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks every channel of a workspace as read. */
        post: operations["post_read_all"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The answer to a command, exactly one for each. */
        AnswerFrame: {
            /** @description What came of it. */
            data: Record<string, never>;
            /**
             * Format: int64
             * @description The command's id.
             */
            id: number;
            /** @enum {string} */
            type: "ok";
        } | {
            /** @description Why. */
            error: components["schemas"]["Problem"];
            /**
             * Format: int64
             * @description The command's id; null when it had none.
             */
            id: number | null;
            /** @enum {string} */
            type: "error";
        };
        /** @description `auth.expiring`. */
        AuthExpiring: {
            /**
             * Format: int64
             * @description How long the token still holds.
             */
            in_s: number;
        };
        /** @description `auth.refresh`. */
        AuthRefresh: {
            /** @description A new access token of the same user. */
            token: string;
        };
        /** @description Somebody on the caller's block list. */
        Block: {
            /** @description Since when. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Who. */
            user: components["schemas"]["User"];
        };
        /** @description `blocks.updated`. */
        BlocksUpdated: {
            /** @description Whether they are blocked from now on. Unread mentions are counted anew either way. */
            blocked: boolean;
            /** @description About whom. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description A channel's call. */
        Call: {
            /** @description Which channel. */
            channel_id: components["schemas"]["ChannelId"];
            /** @description Who is in it: at least one and at most six. */
            people: components["schemas"]["CallPerson"][];
            /** @description When the first of them came. */
            started_at: components["schemas"]["Timestamp"];
        };
        /** @description What somebody does in a call. */
        CallAct: {
            /** @description What is sent from now on. */
            media: components["schemas"]["CallMedia"];
            /**
             * @description Ends one's own seat on another device; without it that is refused as
             *     `call_elsewhere`.
             */
            take: boolean;
            /** @enum {string} */
            type: "join";
        } | {
            /** @enum {string} */
            type: "stay";
        } | {
            /** @enum {string} */
            type: "leave";
        } | {
            /** @description What. */
            media: components["schemas"]["CallMedia"];
            /** @enum {string} */
            type: "media";
        } | {
            /** @description The caller's name for this ring, of the same letters as a seat's. */
            ring: string;
            /** @description At most 8. */
            to: components["schemas"]["UserId"][];
            /** @enum {string} */
            type: "ring";
            /** @description Whether the caller's camera is on. */
            video: boolean;
        } | {
            /** @description Which ring. */
            ring: string;
            /** @description At most 8. */
            to: components["schemas"]["UserId"][];
            /** @enum {string} */
            type: "cancel";
        } | {
            /** @description Which ring. */
            ring: string;
            /** @description Who rings. */
            to: components["schemas"]["UserId"];
            /** @enum {string} */
            type: "decline";
        } | {
            /**
             * Format: int32
             * @description Counts the sender's offers to this seat.
             */
            n: number;
            /** @description At most 32 KiB. */
            sdp: string;
            /** @description To whom. */
            to: components["schemas"]["UserId"];
            /** @description At which seat. */
            to_seat: string;
            /** @enum {string} */
            type: "offer";
        } | {
            /**
             * Format: int32
             * @description The number of the offer.
             */
            n: number;
            /** @description At most 32 KiB. */
            sdp: string;
            /** @description To whom. */
            to: components["schemas"]["UserId"];
            /** @description At which seat. */
            to_seat: string;
            /** @enum {string} */
            type: "answer";
        } | {
            /** @description At most 20. */
            candidates: components["schemas"]["IceCandidate"][];
            /** @description To whom. */
            to: components["schemas"]["UserId"];
            /** @description At which seat. */
            to_seat: string;
            /** @enum {string} */
            type: "candidates";
        };
        /** @description The answer to `call.signal`. */
        CallAnswer: {
            /** @description Who is in another call, and was not rung. */
            busy: components["schemas"]["UserId"][];
            call: components["schemas"]["Call"] | null;
            /** @description Whom `ring` has rung. */
            rung: components["schemas"]["UserId"][];
        };
        /**
         * @description What came of a call.
         * @enum {string}
         */
        CallEnd: "talked" | "missed" | "declined";
        /** @description A call that is over. */
        CallLine: {
            /** @description When the last of them was heard of. */
            ended_at: components["schemas"]["Timestamp"];
            /** @description Who was rung, and neither came nor declined. */
            missed: components["schemas"]["UserId"][];
            /** @description What came of it. */
            outcome: components["schemas"]["CallEnd"];
            /** @description Who took part. */
            people: components["schemas"]["UserId"][];
            /** @description When. */
            started_at: components["schemas"]["Timestamp"];
            /** @description Who began it. */
            started_by: components["schemas"]["UserId"];
        };
        /** @description What somebody in a call sends to the others. */
        CallMedia: {
            /** @description Nothing is heard of them. */
            muted: boolean;
            /** @description They show their screen. */
            screen: boolean;
            /** @description Their camera is on. */
            video: boolean;
        };
        /** @description What somebody did in a call. */
        CallNews: {
            /** @description Who is in the call. */
            people: components["schemas"]["UserId"][];
            /** @description The ring's name. */
            ring: string;
            /** @enum {string} */
            type: "ringing";
            /** @description Whether the caller's camera is on. */
            video: boolean;
        } | {
            /** @description The ring's name. */
            ring: string;
            /** @enum {string} */
            type: "cancelled";
        } | {
            /** @description The ring's name. */
            ring: string;
            /** @enum {string} */
            type: "declined";
        } | {
            /** @description What they send. */
            media: components["schemas"]["CallMedia"];
            /** @enum {string} */
            type: "joined";
        } | {
            /** @enum {string} */
            type: "left";
        } | {
            /** @description What. */
            media: components["schemas"]["CallMedia"];
            /** @enum {string} */
            type: "media";
        } | {
            /**
             * Format: int32
             * @description Which of the sender's offers.
             */
            n: number;
            /** @description The description. */
            sdp: string;
            /** @description To this seat. */
            to_seat: string;
            /** @enum {string} */
            type: "offer";
        } | {
            /**
             * Format: int32
             * @description The number of the offer.
             */
            n: number;
            /** @description The description. */
            sdp: string;
            /** @description To this seat. */
            to_seat: string;
            /** @enum {string} */
            type: "answer";
        } | {
            /** @description The addresses. */
            candidates: components["schemas"]["IceCandidate"][];
            /** @description To this seat. */
            to_seat: string;
            /** @enum {string} */
            type: "candidates";
        } | {
            call: components["schemas"]["Call"] | null;
            /** @enum {string} */
            type: "state";
        };
        /** @description Somebody in a call. */
        CallPerson: {
            /** @description Since when. */
            joined_at: components["schemas"]["Timestamp"];
            /** @description What they send. */
            media: components["schemas"]["CallMedia"];
            /** @description The seat: a new one at each coming, on one device. */
            seat: string;
            /** @description Who. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description `call.signal`, as an event. */
        CallSignal: {
            /** @description Who did it. */
            from: components["schemas"]["UserId"];
            /** @description At which seat. */
            seat: string;
            /** @description What they did. */
            signal: components["schemas"]["CallNews"];
        };
        /** @description GET `/calls/{channel}`. */
        CallView: {
            call: components["schemas"]["Call"] | null;
        };
        /** @description POST `/auth/email`. */
        ChangeEmail: {
            /** @description The password. */
            current_password: string;
            /** @description The address from now on. */
            email: string;
        };
        /** @description POST `/auth/password`. */
        ChangePassword: {
            /** @description The password so far. */
            current_password: string;
            /** @description The password from now on. */
            new_password: string;
        };
        /** @description A channel, as the caller sees it. */
        Channel: {
            archived_at: components["schemas"]["Timestamp"] | null;
            /** @description Where its cover picture is. */
            cover_url: string | null;
            created_by: components["schemas"]["UserId"] | null;
            /** @description What it is for. */
            description: string;
            /** @description The life of its log. */
            epoch: components["schemas"]["Epoch"];
            /** @description The number of its last top-level message. */
            head_message_no: components["schemas"]["MessageNo"];
            /** @description The seq of its last event. */
            head_seq: components["schemas"]["Seq"];
            /** @description Which. */
            id: components["schemas"]["ChannelId"];
            /** @description What sort of conversation. */
            kind: components["schemas"]["ChannelKind"];
            last_message_at: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description How many people are in it.
             */
            member_count: number;
            /** @description Who is in it, for direct conversations; empty for others. */
            members: components["schemas"]["User"][];
            membership: components["schemas"]["Membership"] | null;
            /** @description Its name; null for direct conversations. */
            name: string | null;
            /** @description Who may post. */
            posting: components["schemas"]["Posting"];
            /**
             * Format: int64
             * @description The least time between two messages of one person, in seconds; 0: none.
             */
            slow_mode_s: number;
            /** @description Its name in addresses; null for direct conversations. */
            slug: string | null;
            /** @description What is talked about at the moment. */
            topic: string;
            /** @description Where. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
        /** @description `channel.added`. */
        ChannelAdded: {
            channel: components["schemas"]["Channel"] | null;
            /** @description Which. */
            channel_id: components["schemas"]["ChannelId"];
            /** @description The life of its log. */
            epoch: components["schemas"]["Epoch"];
            /** @description The number of its last top-level message then. */
            head_message_no: components["schemas"]["MessageNo"];
            /** @description Its head when the user was added: their events start after it. */
            head_seq: components["schemas"]["Seq"];
        };
        /** @description `channel.archived`. */
        ChannelArchived: {
            /** @description Since when. */
            archived_at: components["schemas"]["Timestamp"];
            /** @description By whom. */
            by: components["schemas"]["UserId"];
        };
        /** @description `channel.unarchived`, `channel.deleted` and `channel.restored`. */
        ChannelChanged: {
            /** @description By whom. */
            by: components["schemas"]["UserId"];
        };
        /** @description A file with the message that carries it: GET `/channels/{channel}/files`. */
        ChannelFile: {
            /** @description Who wrote that message. */
            author: components["schemas"]["User"];
            /** @description When. */
            created_at: components["schemas"]["Timestamp"];
            /** @description The file. */
            file: components["schemas"]["File"];
            /** @description The message that carries it. */
            message_id: components["schemas"]["MessageId"];
            parent_id: components["schemas"]["MessageId"] | null;
            /** @description Where that message stands in the channel's log. */
            seq: components["schemas"]["Seq"];
        };
        /**
         * Format: uuid
         * @description A channel of any kind: public, private, direct or group direct.
         */
        ChannelId: string;
        /**
         * @description What sort of conversation a channel is.
         * @enum {string}
         */
        ChannelKind: "public" | "private" | "dm" | "group_dm";
        /** @description One member of a channel. */
        ChannelMember: {
            /** @description Since when. */
            joined_at: components["schemas"]["Timestamp"];
            /** @description As what. */
            role: components["schemas"]["ChannelRole"];
            /** @description Who. */
            user: components["schemas"]["User"];
        };
        /** @description GET `/channels/{id}/presence`. */
        ChannelPresence: {
            /**
             * Format: int64
             * @description How many members are there, as others see them; up to 10 seconds old.
             */
            online: number;
        };
        /** @description `channel.removed`. */
        ChannelRemoved: {
            /** @description Which. */
            channel_id: components["schemas"]["ChannelId"];
            seq: components["schemas"]["Seq"] | null;
        };
        /**
         * @description What a person is in a channel, from most to least powerful.
         * @enum {string}
         */
        ChannelRole: "owner" | "admin" | "member";
        /** @description `subscribe` and `unsubscribe`. */
        Channels: {
            /** @description At most 500. */
            channels: components["schemas"]["ChannelId"][];
        };
        /** @description `channel.updated`: all settings, as they are from now on. */
        ChannelSettings: {
            /** @description Who changed them. */
            by: components["schemas"]["UserId"];
            /** @description Where its cover picture is. */
            cover_url: string | null;
            /** @description What it is for. */
            description: string;
            /** @description What sort of conversation. */
            kind: components["schemas"]["ChannelKind"];
            /** @description Its name. */
            name: string | null;
            /** @description Who may post. */
            posting: components["schemas"]["Posting"];
            /**
             * Format: int64
             * @description The least time between two messages of one person, in seconds; 0: none.
             */
            slow_mode_s: number;
            /** @description Its name in addresses. */
            slug: string | null;
            /** @description What is talked about at the moment. */
            topic: string;
        };
        /** @description `[channel, epoch, head_seq, head_message_no, read_message_no, unread, mentions]` */
        ChannelState: [
            string,
            number,
            number,
            number,
            number | null,
            number | null,
            number | null
        ];
        /** @description POST `/guest/claim`: who came by a link makes an account of it. */
        ClaimGuest: {
            /** @description The address for sign-in and mails. */
            email: string;
            /** @description The unique name after an `@`. */
            handle: string;
            /** @description 8 to 1,024 bytes of anything. */
            password: string;
        };
        /** @description A command with what belongs to it. */
        Command: {
            /** @description The first frame of a client. Takes no id and is answered by `ready`. */
            data: components["schemas"]["Identify"];
            /** @enum {string} */
            type: "identify";
        } | {
            /** @description The answer to the server's ping. Takes no id and has no answer. */
            data: components["schemas"]["Nothing"];
            /** @enum {string} */
            type: "pong";
        } | {
            /** @description Asks for an answer, to see that the server is there. */
            data: components["schemas"]["Nothing"];
            /** @enum {string} */
            type: "ping";
        } | {
            /** @description Sends a message. */
            data: components["schemas"]["SendCommand"];
            /** @enum {string} */
            type: "message.send";
        } | {
            /** @description Edits a message. */
            data: components["schemas"]["EditCommand"];
            /** @enum {string} */
            type: "message.edit";
        } | {
            /** @description Deletes a message. */
            data: components["schemas"]["MessageRef"];
            /** @enum {string} */
            type: "message.delete";
        } | {
            /** @description Adds a reaction. */
            data: components["schemas"]["ReactionRef"];
            /** @enum {string} */
            type: "reaction.add";
        } | {
            /** @description Takes a reaction back. */
            data: components["schemas"]["ReactionRef"];
            /** @enum {string} */
            type: "reaction.remove";
        } | {
            /** @description Pins a message. */
            data: components["schemas"]["MessageRef"];
            /** @enum {string} */
            type: "pin.add";
        } | {
            /** @description Unpins a message. */
            data: components["schemas"]["MessageRef"];
            /** @enum {string} */
            type: "pin.remove";
        } | {
            /** @description Raises the read position. */
            data: components["schemas"]["ReadMark"];
            /** @enum {string} */
            type: "read.mark";
        } | {
            /** @description Replaces the status. */
            data: components["schemas"]["SetStatus"];
            /** @enum {string} */
            type: "status.set";
        } | {
            /** @description Does something in a call. */
            data: components["schemas"]["SignalCommand"];
            /** @enum {string} */
            type: "call.signal";
        } | {
            /** @description Tells that the user is typing. Has no answer. */
            data: components["schemas"]["Place"];
            /** @enum {string} */
            type: "typing";
        } | {
            /** @description Tells what is on screen: scopes typing and receipts. Null: nothing is. */
            data: components["schemas"]["Focus"];
            /** @enum {string} */
            type: "focus";
        } | {
            /** @description Replaces the list of people whose presence is sent. */
            data: components["schemas"]["Watch"];
            /** @enum {string} */
            type: "presence.watch";
        } | {
            /**
             * @description Tells whether somebody touches the device. A user whose devices are all idle is shown as
             *     away.
             */
            data: components["schemas"]["Idle"];
            /** @enum {string} */
            type: "presence.idle";
        } | {
            /** @description Previews public channels that the user has not joined. */
            data: components["schemas"]["Channels"];
            /** @enum {string} */
            type: "subscribe";
        } | {
            /** @description Ends previews. */
            data: components["schemas"]["Channels"];
            /** @enum {string} */
            type: "unsubscribe";
        } | {
            /** @description Asks for the events after a seq. */
            data: components["schemas"]["Fill"];
            /** @enum {string} */
            type: "fill";
        } | {
            /** @description Replaces the access token of the socket. */
            data: components["schemas"]["AuthRefresh"];
            /** @enum {string} */
            type: "auth.refresh";
        };
        /** @description A command as a frame, for schemas and for programs that send them. */
        CommandFrame: components["schemas"]["Command"] & {
            /**
             * Format: int64
             * @description A number of the client's choice: the answer carries it. `identify`, `pong` and `typing`
             *     take none.
             */
            id?: number | null;
        };
        /** @description POST `/files/uploads/{id}/complete`. */
        CompleteUpload: {
            /** @description All parts, in any order. */
            parts: components["schemas"]["UploadedPart"][];
        };
        /**
         * @description Why a message concerns somebody.
         * @enum {string}
         */
        Concern: "mention" | "everyone" | "thread" | "direct" | "message";
        /**
         * Format: uuid
         * @description One live socket.
         */
        ConnectionId: string;
        /** @description What the gateway itself says, outside of any channel. */
        ControlFrame: {
            /** @description The first frame. */
            data: components["schemas"]["Hello"];
            /** @enum {string} */
            type: "hello";
        } | {
            /** @description The answer to `identify`. */
            data: components["schemas"]["Ready"];
            /** @enum {string} */
            type: "ready";
        } | {
            /** @description What became of one position of `identify`; also when a live channel is reset. */
            data: components["schemas"]["Resumed"];
            /** @enum {string} */
            type: "resumed";
        } | {
            /** @description Answer with `pong`. */
            data: components["schemas"]["Ping"];
            /** @enum {string} */
            type: "ping";
        } | {
            /** @description Come back after a while: this server is being stopped. */
            data: components["schemas"]["Reconnect"];
            /** @enum {string} */
            type: "reconnect";
        } | {
            /** @description The access token expires soon: send `auth.refresh`. */
            data: components["schemas"]["AuthExpiring"];
            /** @enum {string} */
            type: "auth.expiring";
        };
        /** @description POST `/workspaces/{id}/channels`. */
        CreateChannel: {
            /** @description What it is for. */
            description?: string | null;
            /** @description `public` or `private`. */
            kind: components["schemas"]["ChannelKind"];
            /** @description Who is in it from the start, besides the caller. */
            member_ids?: components["schemas"]["UserId"][] | null;
            /** @description Its name. */
            name: string;
            /** @description What is talked about at the moment. */
            topic?: string | null;
        };
        /** @description POST `/channels/{id}/guest-links`. */
        CreateGuestLink: {
            /**
             * Format: int64
             * @description For how long people can enter, in seconds: up to 30 days, 7 days by default.
             * @default null
             */
            expires_in_s: number | null;
            /**
             * Format: int64
             * @description How many people can enter: up to 10,000, any number by default.
             * @default null
             */
            max_uses: number | null;
            /**
             * Format: int64
             * @description How long who enters may stay, in seconds: 1 to 7 days, 1 day by default.
             * @default null
             */
            stay_s: number | null;
        };
        /** @description POST `/workspaces/{id}/invites`. */
        CreateInvite: {
            /**
             * @description The channels that who accepts it joins at once.
             * @default null
             */
            channel_ids: components["schemas"]["ChannelId"][] | null;
            /**
             * Format: int64
             * @description For how long, in seconds; null: for ever.
             * @default null
             */
            expires_in_s: number | null;
            /**
             * Format: int64
             * @description How often it can be used; null: without limit.
             * @default null
             */
            max_uses: number | null;
            /** @default null */
            role: components["schemas"]["WorkspaceRole"] | null;
        };
        /** @description POST `/workspaces`. */
        CreateWorkspace: {
            /** @description Its name. */
            name: string;
            /** @description Its name in addresses; made from the name when absent. */
            slug?: string | null;
        };
        /** @description A custom emoji: written `:name:` in messages, reactions and statuses. */
        CustomEmoji: {
            /** @description When. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Who added it. */
            created_by: components["schemas"]["UserId"];
            /** @description Its name, without the colons. */
            name: string;
            /** @description Where its picture is. */
            url: string;
        };
        /** @description A channel that was deleted and can be restored, as those see it who may do that. */
        DeletedChannel: {
            /** @description When it was deleted. */
            deleted_at: components["schemas"]["Timestamp"];
            deleted_by: components["schemas"]["UserId"] | null;
            /** @description Which. */
            id: components["schemas"]["ChannelId"];
            /** @description What sort of conversation it was. */
            kind: components["schemas"]["ChannelKind"];
            /**
             * Format: int64
             * @description How many people were in it.
             */
            member_count: number;
            /** @description Its name. */
            name: string;
            /** @description Until when it can be restored; then it is removed for good. */
            restorable_until: components["schemas"]["Timestamp"];
            /** @description Where. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
        /** @description A workspace that was deleted and can be restored, as its owners see it. */
        DeletedWorkspace: {
            /** @description When it was deleted. */
            deleted_at: components["schemas"]["Timestamp"];
            deleted_by: components["schemas"]["UserId"] | null;
            /** @description Which. */
            id: components["schemas"]["WorkspaceId"];
            /** @description Its name. */
            name: string;
            /** @description Until when it can be restored; then it is removed for good. */
            restorable_until: components["schemas"]["Timestamp"];
        };
        /** @description POST `/reports/delivery`: how long one's own messages took, by the clock of the device alone. */
        DeliveryReport: {
            /**
             * @description From the sending of a message to its `message.created` on one's own socket, in milliseconds
             *     from 0 to 60,000: 1 to 100 of them. Messages that were sent more than once do not count.
             */
            latencies_ms: number[];
        };
        /** @description `durable`: the client may forget its copies of what it sent up to here. */
        Durable: {
            /** @description In which channel. */
            channel: components["schemas"]["ChannelId"];
            /** @description Up to where. */
            seq: components["schemas"]["Seq"];
        };
        /** @description `message.edit`. */
        EditCommand: {
            /** @description The new body. */
            body: string;
            /** @description The author knows that a new `@channel` or `@here` calls more than 50 people. */
            confirm_mass_mention?: boolean;
            /** @description Which. */
            message: components["schemas"]["MessageId"];
            /**
             * Format: int64
             * @description The version that the client saw: another one is refused.
             */
            version?: number | null;
        };
        /** @description The answer to `message.edit`. */
        Edited: {
            /** @description The message as it is now. */
            message: components["schemas"]["Message"];
        };
        /** @description PATCH `/messages/{id}`. */
        EditMessage: {
            /** @description The new body. */
            body: string;
            /** @description The author knows that a new `@channel` or `@here` calls more than 50 people. */
            confirm_mass_mention?: boolean;
        };
        /** @description What a link in a body leads to. */
        Embed: {
            /** @description Its summary. */
            description: string;
            /**
             * Format: int32
             * @description Its height, in pixels.
             */
            image_height: number | null;
            /** @description A picture, kept by us: a path at the edge. */
            image_url: string | null;
            /**
             * Format: int32
             * @description Its width, in pixels.
             */
            image_width: number | null;
            /** @description What sort of page. */
            kind: components["schemas"]["EmbedKind"];
            /** @description The name of the site. */
            site_name: string;
            /** @description The title of the page. */
            title: string;
            /** @description The link. */
            url: string;
        };
        /**
         * @description What sort of page a link leads to.
         * @enum {string}
         */
        EmbedKind: "link" | "image" | "video";
        /** @description POST `/guest/{code}/enter`. */
        EnterAsGuest: {
            /** @description The language of the client, as a BCP 47 tag: it decides what one is called. */
            locale: string;
        };
        /** @description The answer to it: a session, and where it leads. */
        EnteredAsGuest: components["schemas"]["SignedIn"] & {
            /** @description The one channel. */
            channel_id: components["schemas"]["ChannelId"];
            /** @description The workspace. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
        /** @description What may be dropped without harm. */
        EphemeralEvent: {
            /** @description Somebody is typing. */
            data: components["schemas"]["Typist"];
            /** @enum {string} */
            type: "typing.started";
        } | {
            /** @description Somebody stopped typing. */
            data: components["schemas"]["Typist"];
            /** @enum {string} */
            type: "typing.stopped";
        } | {
            /** @description People came, went or changed their status. */
            data: components["schemas"]["PresenceUpdated"];
            /** @enum {string} */
            type: "presence.updated";
        } | {
            /** @description Somebody has read further. */
            data: components["schemas"]["ReceiptUpdated"];
            /** @enum {string} */
            type: "receipt.updated";
        } | {
            /** @description Somebody did something in a call, or rings. */
            data: components["schemas"]["CallSignal"];
            /** @enum {string} */
            type: "call.signal";
        };
        /** @description What may be dropped without harm, as a frame. */
        EphemeralFrame: components["schemas"]["EphemeralEvent"] & {
            channel?: components["schemas"]["ChannelId"] | null;
        };
        /** @description The life of a channel's log. It rises when a log had to be rebuilt and positions may lie. */
        Epoch: number;
        /**
         * @description A stable, machine-readable reason for a refusal. The list is closed: a code may be
         *     added, but never renamed or given another meaning.
         * @enum {string}
         */
        ErrorCode: "bad_request" | "malformed_json" | "unknown_field" | "invalid_input" | "unknown_command" | "url_token_refused" | "unauthenticated" | "token_expired" | "session_revoked" | "invalid_credentials" | "invalid_refresh_token" | "forbidden" | "not_a_member" | "posting_restricted" | "edit_window_passed" | "cannot_message" | "mass_mention_refused" | "origin_refused" | "signup_closed" | "invite_required" | "account_deactivated" | "file_blocked" | "not_found" | "parent_not_found" | "method_not_allowed" | "conflict" | "email_taken" | "handle_taken" | "slug_taken" | "channel_name_taken" | "nonce_reused" | "request_in_progress" | "confirm_mass_mention" | "channel_archived" | "last_owner" | "pin_limit" | "reaction_limit" | "emoji_limit" | "call_full" | "call_elsewhere" | "not_in_call" | "block_limit" | "file_claimed" | "file_not_ready" | "events_gone" | "invite_gone" | "guest_link_gone" | "reset_link_gone" | "version_mismatch" | "payload_too_large" | "unsupported_media_type" | "file_type_refused" | "range_not_satisfiable" | "parent_is_reply" | "idempotency_key_reused" | "image_refused" | "upload_incomplete" | "checksum_mismatch" | "rate_limited" | "slow_mode" | "too_many_connections" | "too_many_uploads" | "too_many_downloads" | "internal" | "unavailable" | "overloaded" | "search_timed_out" | "draining" | "storage_full";
        /** @description What an event of a channel's log says. */
        Event: {
            /** @description A message, top-level or a reply. A reply has a `parent_id`: count it on its root. */
            data: components["schemas"]["Message"];
            /** @enum {string} */
            type: "message.created";
        } | {
            /** @description An edit, or the embeds of its links. */
            data: components["schemas"]["MessageUpdated"];
            /** @enum {string} */
            type: "message.updated";
        } | {
            /** @description A message is gone; its tombstone stays. */
            data: components["schemas"]["MessageDeleted"];
            /** @enum {string} */
            type: "message.deleted";
        } | {
            /** @description Somebody reacted. */
            data: components["schemas"]["ReactionChanged"];
            /** @enum {string} */
            type: "reaction.added";
        } | {
            /** @description Somebody took a reaction back. */
            data: components["schemas"]["ReactionChanged"];
            /** @enum {string} */
            type: "reaction.removed";
        } | {
            /** @description A message was pinned. */
            data: components["schemas"]["PinChanged"];
            /** @enum {string} */
            type: "pin.added";
        } | {
            /** @description A message is no longer pinned. */
            data: components["schemas"]["PinChanged"];
            /** @enum {string} */
            type: "pin.removed";
        } | {
            /** @description Somebody is now a member. */
            data: components["schemas"]["MemberChanged"];
            /** @enum {string} */
            type: "member.joined";
        } | {
            /** @description Somebody is no longer a member. */
            data: components["schemas"]["MemberChanged"];
            /** @enum {string} */
            type: "member.left";
        } | {
            /** @description Somebody has another role. */
            data: components["schemas"]["MemberChanged"];
            /** @enum {string} */
            type: "member.updated";
        } | {
            /** @description The channel's settings changed. */
            data: components["schemas"]["ChannelSettings"];
            /** @enum {string} */
            type: "channel.updated";
        } | {
            /** @description The channel takes nothing new. */
            data: components["schemas"]["ChannelArchived"];
            /** @enum {string} */
            type: "channel.archived";
        } | {
            /** @description The channel takes messages again. */
            data: components["schemas"]["ChannelChanged"];
            /** @enum {string} */
            type: "channel.unarchived";
        } | {
            /** @description The channel is gone. Its last event, unless it is restored. */
            data: components["schemas"]["ChannelChanged"];
            /** @enum {string} */
            type: "channel.deleted";
        } | {
            /** @description The channel is back, with all that was in it. */
            data: components["schemas"]["ChannelChanged"];
            /** @enum {string} */
            type: "channel.restored";
        } | {
            /** @description A seq whose content is gone. */
            data: components["schemas"]["Nothing"];
            /** @enum {string} */
            type: "void";
        };
        /** @description An event of a channel's log, as a frame. */
        EventFrame: components["schemas"]["Event"] & {
            /** @description Which channel. */
            channel: components["schemas"]["ChannelId"];
            /** @description Its place in the log. */
            seq: components["schemas"]["Seq"];
        };
        /** @description GET `/channels/{id}/events`, and the answer to the command `fill`. */
        EventsPage: {
            /** @description The life of the log. */
            epoch: components["schemas"]["Epoch"];
            /** @description The events after the position asked for, as the gateway's frames. */
            events: components["schemas"]["EventFrame"][];
            /** @description The log's head: more is to be asked for while the last event is below it. */
            head_seq: components["schemas"]["Seq"];
        };
        /** @description What an installation offers or not. */
        Features: {
            gifs: components["schemas"]["GifProvider"] | null;
        };
        /** @description One field at fault. */
        FieldError: {
            /**
             * @description What is wrong with it: `required`, `empty`, `too_short`, `too_long`, `too_many`,
             *     `out_of_range`, `forbidden_character`, `invalid_format`, `reserved`, `too_common`,
             *     `unknown_field`, `wrong_type` or `not_found`.
             */
            code: string;
            /**
             * Format: int64
             * @description The bound that was crossed, where there is one.
             */
            limit: number | null;
            /** @description A JSON pointer into the body, such as `/body`, or `/` and the name of a query parameter. */
            pointer: string;
        };
        /** @description A stored file. */
        File: {
            /** @description Its type, found from its content. */
            content_type: string;
            /**
             * Format: int64
             * @description For sound and videos.
             */
            duration_ms: number | null;
            /**
             * Format: int64
             * @description In pixels, for images and videos.
             */
            height: number | null;
            /** @description Which. */
            id: components["schemas"]["FileId"];
            /** @description How to show it. */
            kind: components["schemas"]["FileKind"];
            /** @description Its name, as it was uploaded. */
            name: string;
            /**
             * Format: int64
             * @description For documents of which that was found.
             */
            pages: number | null;
            /**
             * Format: int64
             * @description Its length in bytes.
             */
            size: number;
            /** @description Whether it may be downloaded. */
            state: components["schemas"]["FileState"];
            /** @description A few bytes that stand in for the image while it loads, base64. */
            thumbhash: string | null;
            /** @description Where a smaller picture of it is. */
            thumbnail_url: string | null;
            /** @description Where the content is. */
            url: string;
            /**
             * Format: int64
             * @description In pixels, for images and videos.
             */
            width: number | null;
        };
        /**
         * Format: uuid
         * @description A stored file.
         */
        FileId: string;
        /**
         * @description How a client shows a file.
         * @enum {string}
         */
        FileKind: "image" | "video" | "audio" | "file";
        /**
         * @description Whether a file may be downloaded.
         * @enum {string}
         */
        FileState: "ready" | "scanning" | "blocked";
        /** @description `fill`. */
        Fill: {
            /** @description The last seq that the client has. */
            after_seq: components["schemas"]["Seq"];
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
        };
        /** @description `focus`. */
        Focus: {
            /**
             * @description Whether somebody is there to see it. While they are, their other devices stay silent.
             * @default true
             */
            active: boolean;
            /** @default null */
            channel: components["schemas"]["ChannelId"] | null;
            /** @default null */
            parent_id: components["schemas"]["MessageId"] | null;
        };
        /** @description POST `/auth/password/forgot`. */
        ForgotPassword: {
            /** @description The address of the account. */
            email: string;
        };
        /** @description One moving picture that a search found. Its addresses are ours: no client asks the provider. */
        Gif: {
            /** @description The one to send. */
            content_url: string;
            /**
             * Format: int32
             * @description The height of the preview, in pixels.
             */
            height: number;
            /** @description Names it for a day. */
            id: string;
            /** @description A small one, to choose by. */
            preview_url: string;
            /** @description What it shows, in the provider's words; may be empty. */
            title: string;
            /**
             * Format: int32
             * @description The width of the preview, in pixels.
             */
            width: number;
        };
        /**
         * @description Who finds moving pictures; clients name it where they show what it found.
         * @enum {string}
         */
        GifProvider: "giphy" | "tenor";
        /** @description A link by which people without an account come into a channel. */
        GuestLink: {
            /** @description What is in its address. */
            code: string;
            /** @description Since when. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Who gave it out. */
            created_by: components["schemas"]["UserId"];
            /** @description Until when one can enter. */
            expires_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description How many of those who entered are there now.
             */
            guests: number;
            /**
             * Format: int64
             * @description How many can enter.
             */
            max_uses: number | null;
            /**
             * Format: int64
             * @description How long who enters may stay, in seconds.
             */
            stay_s: number;
            /** @description The address to give out. */
            url: string;
            /**
             * Format: int64
             * @description How many entered.
             */
            uses: number;
        };
        /** @description GET `/guest/{code}`: what who has the link may know before they enter. */
        GuestPreview: {
            /** @description The channel's name. */
            channel_name: string;
            /** @description What the channel is about. */
            channel_topic: string;
            /** @description Until when one can enter. */
            expires_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description How long who enters may stay, in seconds.
             */
            stay_s: number;
            /** @description Where the workspace's picture is. */
            workspace_icon_url: string | null;
            /** @description The workspace's name. */
            workspace_name: string;
        };
        /** @description The first frame of the server. */
        Hello: {
            /** @description The name of this socket, for logs and support. */
            connection_id: components["schemas"]["ConnectionId"];
            /** @description What a client must stay below. */
            limits: components["schemas"]["Limits"];
            /**
             * Format: int64
             * @description How often the server pings, about.
             */
            ping_interval_ms: number;
            /** @description The server's clock. */
            server_time: components["schemas"]["Timestamp"];
        };
        /** @description An address to try. */
        IceCandidate: {
            /** @description The candidate's line, at most 1 KiB; empty: there are no more. */
            candidate: string;
            /**
             * Format: int32
             * @description The media section's place.
             */
            line?: number | null;
            /** @description The media section. */
            mid?: string | null;
        };
        /** @description What a browser takes as one of its `iceServers`. */
        IceServer: {
            /** @description For `turn:`. */
            credential: string | null;
            /** @description `stun:`, `stuns:`, `turn:` or `turns:`. */
            urls: string[];
            /** @description For `turn:`: when the credential ends, in seconds since 1970, and for whom it is. */
            username: string | null;
        };
        /** @description POST `/calls/{channel}/credentials`: servers that help two browsers find each other. */
        IceServers: {
            expires_at: components["schemas"]["Timestamp"] | null;
            /**
             * @description Empty when the installation has none: then calls work where the people reach each other
             *     directly.
             */
            ice_servers: components["schemas"]["IceServer"][];
        };
        /** @description The first frame of the client. */
        Identify: {
            /** @description The program, such as `web/1.2.0`. */
            client: string;
            /** @description Whether nobody touches the device at this moment; see `presence.idle`. */
            idle?: boolean;
            /** @description Where the client stands in channels: at most 500. */
            positions?: components["schemas"]["Position"][];
            user_version?: components["schemas"]["UserVersion"] | null;
        };
        /** @description `presence.idle`. */
        Idle: {
            /** @description Whether nobody has touched the device for a while. */
            idle: boolean;
        };
        /** @description An invitation, as those see it who may give it out. */
        Invite: {
            /** @description The channels that who accepts it joins at once. */
            channel_ids: components["schemas"]["ChannelId"][];
            /** @description What is in the link. */
            code: string;
            /** @description Since when. */
            created_at: components["schemas"]["Timestamp"];
            expires_at: components["schemas"]["Timestamp"] | null;
            /**
             * Format: int64
             * @description How often it can be used.
             */
            max_uses: number | null;
            /** @description What who accepts it becomes. */
            role: components["schemas"]["WorkspaceRole"];
            /** @description The link. */
            url: string;
            /**
             * Format: int64
             * @description How often it was used.
             */
            uses: number;
        };
        /** @description What somebody who is not in it yet may know of a workspace. */
        InvitedTo: {
            /** @description Where its picture is. */
            icon_url: string | null;
            /**
             * Format: int64
             * @description How many people it has.
             */
            member_count: number;
            /** @description Its name. */
            name: string;
        };
        /** @description An invitation, as the one sees it who received it: GET `/invites/{code}`. */
        InvitePreview: {
            /** @description What is in the link. */
            code: string;
            expires_at: components["schemas"]["Timestamp"] | null;
            /** @description Who gave it out. */
            invited_by: string | null;
            /** @description What who accepts it becomes. */
            role: components["schemas"]["WorkspaceRole"];
            /** @description Where it leads. */
            workspace: components["schemas"]["InvitedTo"];
        };
        /** @description An Ed25519 public key as a JWK (RFC 8037). */
        Jwk: {
            /** @description Always `EdDSA`. */
            alg: string;
            /** @description Always `Ed25519`. */
            crv: string;
            /** @description The name of the key in a token's header. */
            kid: string;
            /** @description Always `OKP`. */
            kty: string;
            /** @description Always `sig`. */
            use: string;
            /** @description The key, base64url without padding. */
            x: string;
        };
        /** @description The public keys that verify access tokens: GET `/.well-known/jwks.json`. */
        Jwks: {
            /** @description The keys, newest first. */
            keys: components["schemas"]["Jwk"][];
        };
        /** @description What a client must stay below. */
        Limits: {
            /**
             * Format: int64
             * @description The length of a message's body.
             */
            body_bytes: number;
            /**
             * Format: int64
             * @description Commands in ten seconds; null: no limit.
             */
            commands_per_10s: number | null;
            /**
             * Format: int64
             * @description The length of a frame.
             */
            frame_bytes: number;
            /**
             * Format: int64
             * @description Positions in `identify`.
             */
            positions: number;
            /**
             * Format: int64
             * @description People in `presence.watch`.
             */
            watched_users: number;
        };
        /** @description POST `/auth/login`. */
        Login: {
            /** @description E-mail address or handle. */
            login: string;
            /** @description The password. */
            password: string;
            /** @description Stay signed in for longer than a working day. */
            remember?: boolean;
        };
        /** @description POST `/users/lookup`. */
        LookupUsers: {
            /** @description Up to 200 people; those that the caller may not see are left out of the answer. */
            ids: components["schemas"]["UserId"][];
        };
        /** @description The caller's own account. */
        Me: components["schemas"]["User"] & {
            /** @description The address for sign-in and mails. */
            email: string;
            guest_until: components["schemas"]["Timestamp"] | null;
            /** @description Whether to see what links lead to, under messages. */
            link_previews: boolean;
            /** @description The language of the client, as a BCP 47 tag. */
            locale: string;
            /** @description What to be told about. */
            notifications: components["schemas"]["Notifications"];
            /** @description Whether others see how far this person has read. */
            share_receipts: boolean;
            /** @description What others see beside the name. */
            status: components["schemas"]["Status"];
            /** @description The colours of the client. */
            theme: components["schemas"]["Theme"];
            /** @description An IANA time zone, such as `Europe/Berlin`. */
            timezone: string;
        };
        /** @description `member.joined`, `member.left` and `member.updated`. */
        MemberChanged: {
            /** @description Who did it: the member, or who added, changed or removed them. */
            by: components["schemas"]["UserId"];
            /** @description How it came. */
            reason: components["schemas"]["MemberReason"];
            /** @description As what; for `member.left`, as what they were there. */
            role: components["schemas"]["ChannelRole"];
            /** @description Who. */
            user: components["schemas"]["User"];
        };
        /**
         * @description How a membership changed.
         * @enum {string}
         */
        MemberReason: "joined" | "added" | "invited" | "left" | "removed" | "deactivated" | "role";
        /** @description The caller's own side of a channel. */
        Membership: {
            /** @description Since when. */
            joined_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description How many of those mention the caller.
             */
            mentions: number;
            muted_until: components["schemas"]["Timestamp"] | null;
            /** @description What to be told about. */
            notify: components["schemas"]["Notify"];
            /** @description The last top-level message that was read. */
            read_message_no: components["schemas"]["MessageNo"];
            /** @description The head of the log when that was read. */
            read_seq: components["schemas"]["Seq"];
            /** @description Raised whenever the position was lowered by hand: a higher version wins. */
            read_version: components["schemas"]["ReadVersion"];
            /** @description As what. */
            role: components["schemas"]["ChannelRole"];
            /** @description Whether it stands on top of the list. */
            starred: boolean;
            /**
             * Format: int64
             * @description How many top-level messages by others lie behind the position; counting stops at 10,000.
             */
            unread: number;
        };
        /** @description `membership.updated`. */
        MembershipUpdated: {
            /** @description In which channel. */
            channel_id: components["schemas"]["ChannelId"];
            /** @description As it is from now on. */
            membership: components["schemas"]["Membership"];
        };
        /** @description One message that mentions the caller: GET `/users/me/mentions`, newest first. */
        MentionEntry: {
            /** @description Where it was said. */
            channel: components["schemas"]["Channel"];
            /** @description The message. */
            message: components["schemas"]["Message"];
            /**
             * @description Whether it lies behind the caller's read position: the channel's, or for a reply that
             *     stays in its thread, the thread's.
             */
            unread: boolean;
        };
        /** @description Who is addressed in a body. Offsets count Unicode code points of the body. */
        Mentions: {
            /** @description Whether `@channel` stands in it. */
            channel: boolean;
            /** @description Whether `@here` stands in it. */
            here: boolean;
            /** @description People. */
            users: components["schemas"]["UserMention"][];
        };
        /** @description A message. A deleted one keeps `id`, `seq`, `author` and the reply counts; its content is gone. */
        Message: {
            /** @description Whether a reply also stands in the channel. */
            also_in_channel: boolean;
            /** @description Who wrote it. */
            author: components["schemas"]["User"];
            /** @description Markdown. */
            body: string;
            call: components["schemas"]["CallLine"] | null;
            /** @description Where. */
            channel_id: components["schemas"]["ChannelId"];
            /** @description When it was sent. */
            created_at: components["schemas"]["Timestamp"];
            deleted_at: components["schemas"]["Timestamp"] | null;
            edited_at: components["schemas"]["Timestamp"] | null;
            /** @description What its links lead to. */
            embeds: components["schemas"]["Embed"][];
            /** @description What is attached. */
            files: components["schemas"]["File"][];
            /** @description Which. */
            id: components["schemas"]["MessageId"];
            /** @description Who speaks. */
            kind: components["schemas"]["MessageKind"];
            last_reply_at: components["schemas"]["Timestamp"] | null;
            /** @description Who is addressed in it. */
            mentions: components["schemas"]["Mentions"];
            message_no: components["schemas"]["MessageNo"] | null;
            /** @description The sender's key for this message. */
            nonce: string;
            parent_id: components["schemas"]["MessageId"] | null;
            pinned_at: components["schemas"]["Timestamp"] | null;
            pinned_by: components["schemas"]["UserId"] | null;
            /** @description Reactions, oldest first. */
            reactions: components["schemas"]["Reaction"][];
            /**
             * Format: int64
             * @description How many replies it has.
             */
            reply_count: number;
            /** @description Who replied, in the order of their first reply; at most 20. */
            reply_user_ids: components["schemas"]["UserId"][];
            /** @description The seq of the last event that changed it. Apply an event only if its seq is greater. */
            rev_seq: components["schemas"]["Seq"];
            /** @description The place of its creation in the channel's log. */
            seq: components["schemas"]["Seq"];
            /**
             * Format: int64
             * @description 1, and one more with each edit.
             */
            version: number;
        };
        /** @description `message.deleted`. */
        MessageDeleted: {
            /** @description When. */
            deleted_at: components["schemas"]["Timestamp"];
            /** @description Who deleted it. */
            deleted_by: components["schemas"]["UserId"];
            /** @description Which. */
            id: components["schemas"]["MessageId"];
            message_no: components["schemas"]["MessageNo"] | null;
            parent_id: components["schemas"]["MessageId"] | null;
        };
        /**
         * Format: uuid
         * @description A message. Its last 16 bits are its channel's, so the partition follows from it.
         */
        MessageId: string;
        /**
         * @description Who speaks in a message.
         * @enum {string}
         */
        MessageKind: "user" | "system" | "bot";
        /** @description The place of a message among its channel's top-level messages: 1, 2, 3 … */
        MessageNo: number;
        /** @description A stretch of a channel's top-level messages, ascending. */
        MessagePage: {
            /** @description False when a store was down and something may be missing. */
            complete: boolean;
            /** @description The messages. */
            data: components["schemas"]["Message"][];
            /** @description The life of the channel's log. */
            epoch: components["schemas"]["Epoch"];
            /** @description Whether there are newer ones. */
            has_after: boolean;
            /** @description Whether there are older ones. */
            has_before: boolean;
            /** @description The log's head when the page was read: events above it come on top. */
            head_seq: components["schemas"]["Seq"];
        };
        /** @description `message.delete`, `pin.add` and `pin.remove`. */
        MessageRef: {
            /** @description Which. */
            message: components["schemas"]["MessageId"];
        };
        /** @description `message.updated`: the id and the changed fields; what is absent has not changed. */
        MessageUpdated: {
            /** @description The new body. */
            body?: string | null;
            edited_at?: components["schemas"]["Timestamp"] | null;
            /** @description What the links lead to. */
            embeds?: components["schemas"]["Embed"][] | null;
            /** @description Those of its files that changed: each takes the place of the one with its id. */
            files?: components["schemas"]["File"][] | null;
            /** @description Which. */
            id: components["schemas"]["MessageId"];
            mentions?: components["schemas"]["Mentions"] | null;
            parent_id: components["schemas"]["MessageId"] | null;
            /**
             * Format: int64
             * @description The new version; without a new body, the version that this is about: another one's is
             *     changed by nothing here.
             */
            version?: number | null;
        };
        /** @description POST `/files/uploads`. */
        NewUpload: {
            /** @description What the client takes it for. What it is, is found from its content. */
            content_type: string;
            /** @description Its name. */
            name: string;
            /** @description SHA-256 of all the bytes, in hexadecimal: checked when they are there. */
            sha256?: string | null;
            /**
             * Format: int64
             * @description Its length in bytes.
             */
            size: number;
            /** @description The workspace that the file is for. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
        /** @description No content: an empty object. */
        Nothing: Record<string, never>;
        /** @description What became of telling the caller of one message. */
        NotificationEntry: {
            /** @description Who wrote it. */
            author_id: components["schemas"]["UserId"];
            /** @description Where. */
            channel_id: components["schemas"]["ChannelId"];
            /** @description Why it concerns the caller. */
            concern: components["schemas"]["Concern"];
            /** @description When the message was sent. */
            created_at: components["schemas"]["Timestamp"];
            decided_at: components["schemas"]["Timestamp"] | null;
            /** @description Which message. */
            message_id: components["schemas"]["MessageId"];
            message_no: components["schemas"]["MessageNo"] | null;
            /** @description What became of it. */
            outcome: components["schemas"]["NotifyOutcome"];
            parent_id: components["schemas"]["MessageId"] | null;
            /** @description In which workspace. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
        /** @description What to be told about, unless a channel says otherwise. */
        Notifications: {
            /**
             * @description On the desktop.
             * @default mentions
             */
            desktop: components["schemas"]["NotifyLevel"];
            /**
             * @description By mail, when away for long.
             * @default true
             */
            email: boolean;
            /**
             * @description With the text of the message.
             * @default true
             */
            preview: boolean;
            /**
             * @description On a phone or in a closed browser.
             * @default mentions
             */
            push: components["schemas"]["NotifyLevel"];
            /** @default null */
            schedule: components["schemas"]["QuietHours"] | null;
            /** @default null */
            snoozed_until: components["schemas"]["Timestamp"] | null;
            /**
             * @description With a sound.
             * @default true
             */
            sound: boolean;
        };
        /**
         * @description What a member wants to be told about in a channel.
         * @enum {string}
         */
        Notify: "all" | "mentions" | "none" | "default";
        /**
         * @description How much to be told.
         * @enum {string}
         */
        NotifyLevel: "all" | "mentions" | "none";
        /**
         * @description What became of telling somebody of a message that concerns them.
         * @enum {string}
         */
        NotifyOutcome: "waiting" | "sent" | "level" | "muted" | "dnd" | "blocked" | "online" | "read" | "gone" | "no_subscription" | "failed";
        /** @description POST `/workspaces/{id}/dms`. */
        OpenDm: {
            /**
             * @description The others: one for a direct conversation, two to eight for a group, only oneself for
             *     notes.
             */
            user_ids: components["schemas"]["UserId"][];
        };
        /**
         * @description How to go on in a channel.
         * @enum {string}
         */
        Outcome: "ok" | "behind" | "reset" | "gone";
        /** @description One page of a list. */
        Page_Block: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description Since when. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Who. */
                user: components["schemas"]["User"];
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_Channel: {
            /** @description The entries, in the order of the list. */
            data: {
                archived_at?: components["schemas"]["Timestamp"] | null;
                /** @description Where its cover picture is. */
                cover_url?: string | null;
                created_by?: components["schemas"]["UserId"] | null;
                /** @description What it is for. */
                description: string;
                /** @description The life of its log. */
                epoch: components["schemas"]["Epoch"];
                /** @description The number of its last top-level message. */
                head_message_no: components["schemas"]["MessageNo"];
                /** @description The seq of its last event. */
                head_seq: components["schemas"]["Seq"];
                /** @description Which. */
                id: components["schemas"]["ChannelId"];
                /** @description What sort of conversation. */
                kind: components["schemas"]["ChannelKind"];
                last_message_at?: components["schemas"]["Timestamp"] | null;
                /**
                 * Format: int64
                 * @description How many people are in it.
                 */
                member_count: number;
                /** @description Who is in it, for direct conversations; empty for others. */
                members: components["schemas"]["User"][];
                membership?: components["schemas"]["Membership"] | null;
                /** @description Its name; null for direct conversations. */
                name?: string | null;
                /** @description Who may post. */
                posting: components["schemas"]["Posting"];
                /**
                 * Format: int64
                 * @description The least time between two messages of one person, in seconds; 0: none.
                 */
                slow_mode_s: number;
                /** @description Its name in addresses; null for direct conversations. */
                slug?: string | null;
                /** @description What is talked about at the moment. */
                topic: string;
                /** @description Where. */
                workspace_id: components["schemas"]["WorkspaceId"];
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_ChannelFile: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description Who wrote that message. */
                author: components["schemas"]["User"];
                /** @description When. */
                created_at: components["schemas"]["Timestamp"];
                /** @description The file. */
                file: components["schemas"]["File"];
                /** @description The message that carries it. */
                message_id: components["schemas"]["MessageId"];
                parent_id?: components["schemas"]["MessageId"] | null;
                /** @description Where that message stands in the channel's log. */
                seq: components["schemas"]["Seq"];
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_ChannelMember: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description Since when. */
                joined_at: components["schemas"]["Timestamp"];
                /** @description As what. */
                role: components["schemas"]["ChannelRole"];
                /** @description Who. */
                user: components["schemas"]["User"];
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_CustomEmoji: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description When. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Who added it. */
                created_by: components["schemas"]["UserId"];
                /** @description Its name, without the colons. */
                name: string;
                /** @description Where its picture is. */
                url: string;
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_DeletedChannel: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description When it was deleted. */
                deleted_at: components["schemas"]["Timestamp"];
                deleted_by?: components["schemas"]["UserId"] | null;
                /** @description Which. */
                id: components["schemas"]["ChannelId"];
                /** @description What sort of conversation it was. */
                kind: components["schemas"]["ChannelKind"];
                /**
                 * Format: int64
                 * @description How many people were in it.
                 */
                member_count: number;
                /** @description Its name. */
                name: string;
                /** @description Until when it can be restored; then it is removed for good. */
                restorable_until: components["schemas"]["Timestamp"];
                /** @description Where. */
                workspace_id: components["schemas"]["WorkspaceId"];
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_DeletedWorkspace: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description When it was deleted. */
                deleted_at: components["schemas"]["Timestamp"];
                deleted_by?: components["schemas"]["UserId"] | null;
                /** @description Which. */
                id: components["schemas"]["WorkspaceId"];
                /** @description Its name. */
                name: string;
                /** @description Until when it can be restored; then it is removed for good. */
                restorable_until: components["schemas"]["Timestamp"];
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_Gif: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description The one to send. */
                content_url: string;
                /**
                 * Format: int32
                 * @description The height of the preview, in pixels.
                 */
                height: number;
                /** @description Names it for a day. */
                id: string;
                /** @description A small one, to choose by. */
                preview_url: string;
                /** @description What it shows, in the provider's words; may be empty. */
                title: string;
                /**
                 * Format: int32
                 * @description The width of the preview, in pixels.
                 */
                width: number;
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_GuestLink: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description What is in its address. */
                code: string;
                /** @description Since when. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Who gave it out. */
                created_by: components["schemas"]["UserId"];
                /** @description Until when one can enter. */
                expires_at: components["schemas"]["Timestamp"];
                /**
                 * Format: int64
                 * @description How many of those who entered are there now.
                 */
                guests: number;
                /**
                 * Format: int64
                 * @description How many can enter.
                 */
                max_uses?: number | null;
                /**
                 * Format: int64
                 * @description How long who enters may stay, in seconds.
                 */
                stay_s: number;
                /** @description The address to give out. */
                url: string;
                /**
                 * Format: int64
                 * @description How many entered.
                 */
                uses: number;
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_Invite: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description The channels that who accepts it joins at once. */
                channel_ids: components["schemas"]["ChannelId"][];
                /** @description What is in the link. */
                code: string;
                /** @description Since when. */
                created_at: components["schemas"]["Timestamp"];
                expires_at?: components["schemas"]["Timestamp"] | null;
                /**
                 * Format: int64
                 * @description How often it can be used.
                 */
                max_uses?: number | null;
                /** @description What who accepts it becomes. */
                role: components["schemas"]["WorkspaceRole"];
                /** @description The link. */
                url: string;
                /**
                 * Format: int64
                 * @description How often it was used.
                 */
                uses: number;
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_MentionEntry: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description Where it was said. */
                channel: components["schemas"]["Channel"];
                /** @description The message. */
                message: components["schemas"]["Message"];
                /**
                 * @description Whether it lies behind the caller's read position: the channel's, or for a reply that
                 *     stays in its thread, the thread's.
                 */
                unread: boolean;
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_Message: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description Whether a reply also stands in the channel. */
                also_in_channel: boolean;
                /** @description Who wrote it. */
                author: components["schemas"]["User"];
                /** @description Markdown. */
                body: string;
                call?: components["schemas"]["CallLine"] | null;
                /** @description Where. */
                channel_id: components["schemas"]["ChannelId"];
                /** @description When it was sent. */
                created_at: components["schemas"]["Timestamp"];
                deleted_at?: components["schemas"]["Timestamp"] | null;
                edited_at?: components["schemas"]["Timestamp"] | null;
                /** @description What its links lead to. */
                embeds: components["schemas"]["Embed"][];
                /** @description What is attached. */
                files: components["schemas"]["File"][];
                /** @description Which. */
                id: components["schemas"]["MessageId"];
                /** @description Who speaks. */
                kind: components["schemas"]["MessageKind"];
                last_reply_at?: components["schemas"]["Timestamp"] | null;
                /** @description Who is addressed in it. */
                mentions: components["schemas"]["Mentions"];
                message_no?: components["schemas"]["MessageNo"] | null;
                /** @description The sender's key for this message. */
                nonce: string;
                parent_id?: components["schemas"]["MessageId"] | null;
                pinned_at?: components["schemas"]["Timestamp"] | null;
                pinned_by?: components["schemas"]["UserId"] | null;
                /** @description Reactions, oldest first. */
                reactions: components["schemas"]["Reaction"][];
                /**
                 * Format: int64
                 * @description How many replies it has.
                 */
                reply_count: number;
                /** @description Who replied, in the order of their first reply; at most 20. */
                reply_user_ids: components["schemas"]["UserId"][];
                /** @description The seq of the last event that changed it. Apply an event only if its seq is greater. */
                rev_seq: components["schemas"]["Seq"];
                /** @description The place of its creation in the channel's log. */
                seq: components["schemas"]["Seq"];
                /**
                 * Format: int64
                 * @description 1, and one more with each edit.
                 */
                version: number;
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_NotificationEntry: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description Who wrote it. */
                author_id: components["schemas"]["UserId"];
                /** @description Where. */
                channel_id: components["schemas"]["ChannelId"];
                /** @description Why it concerns the caller. */
                concern: components["schemas"]["Concern"];
                /** @description When the message was sent. */
                created_at: components["schemas"]["Timestamp"];
                decided_at?: components["schemas"]["Timestamp"] | null;
                /** @description Which message. */
                message_id: components["schemas"]["MessageId"];
                message_no?: components["schemas"]["MessageNo"] | null;
                /** @description What became of it. */
                outcome: components["schemas"]["NotifyOutcome"];
                parent_id?: components["schemas"]["MessageId"] | null;
                /** @description In which workspace. */
                workspace_id: components["schemas"]["WorkspaceId"];
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_PushSubscription: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description Since when. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Whether that is the one that asks. */
                current: boolean;
                last_sent_at?: components["schemas"]["Timestamp"] | null;
                /** @description The session that asked for it. */
                session_id: components["schemas"]["SessionId"];
                /** @description The browser, as it named itself at sign-in. */
                user_agent?: string | null;
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_Reactor: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description When. */
                created_at: components["schemas"]["Timestamp"];
                /** @description The emoji. */
                emoji: string;
                /** @description Who. */
                user: components["schemas"]["User"];
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_Reader: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description How far. */
                read_message_no: components["schemas"]["MessageNo"];
                /** @description Who. */
                user: components["schemas"]["User"];
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_Revision: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description What it said. */
                body: string;
                /** @description When it was written. */
                created_at: components["schemas"]["Timestamp"];
                /**
                 * Format: int64
                 * @description The version that this was.
                 */
                version: number;
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_SearchHit: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description Where it was said. */
                channel: components["schemas"]["Channel"];
                /**
                 * @description What of its body was looked for: `[start, end]` in Unicode code points, ascending, none
                 *     touching another. Empty where only filters or the names of files fit.
                 */
                highlights: number[][];
                /** @description The message. */
                message: components["schemas"]["Message"];
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_Session: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description Since when. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Whether it is the one that asks. */
                current: boolean;
                /** @description When it ends by itself. */
                expires_at: components["schemas"]["Timestamp"];
                /** @description Which. */
                id: components["schemas"]["SessionId"];
                /** @description The address it was last used from. */
                ip?: string | null;
                /** @description When it was last refreshed. */
                last_used_at: components["schemas"]["Timestamp"];
                /** @description The program, as it named itself. */
                user_agent?: string | null;
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_User: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description Where their picture is. */
                avatar_url?: string | null;
                /** @description Since when. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Whether the account is switched off. */
                deactivated: boolean;
                /** @description The name as it is shown. */
                display_name: string;
                /** @description The unique name after an `@`. */
                handle: string;
                /** @description Who. */
                id: components["schemas"]["UserId"];
                /** @description Whether it is a bot. */
                is_bot: boolean;
                /** @description Whether they came by a guest link and have no account to keep. */
                is_guest?: boolean;
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_Workspace: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description Since when. */
                created_at: components["schemas"]["Timestamp"];
                /** @description Where its picture is. */
                icon_url?: string | null;
                /** @description Which. */
                id: components["schemas"]["WorkspaceId"];
                /**
                 * Format: int64
                 * @description How many people it has.
                 */
                member_count: number;
                muted_until?: components["schemas"]["Timestamp"] | null;
                /** @description Its name. */
                name: string;
                /** @description What the caller wants to be told about in it. */
                notify: components["schemas"]["Notify"];
                /** @description What the caller is in it. */
                role: components["schemas"]["WorkspaceRole"];
                /** @description Its name in addresses. */
                slug: string;
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description One page of a list. */
        Page_WorkspaceMember: {
            /** @description The entries, in the order of the list. */
            data: {
                /** @description Since when. */
                joined_at: components["schemas"]["Timestamp"];
                /** @description As what. */
                role: components["schemas"]["WorkspaceRole"];
                /** @description Who. */
                user: components["schemas"]["User"];
            }[];
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
        };
        /** @description Where a part goes. */
        PartUrl: {
            /**
             * Format: int32
             * @description Which: from 1.
             */
            number: number;
            /** @description An address of the store, signed for this part and its length. */
            url: string;
        };
        /** @description PATCH `/channels/{id}`. */
        PatchChannel: {
            /**
             * @description A new description; null clears it.
             * @default null
             */
            description: string | null;
            /**
             * @description A new name.
             * @default null
             */
            name: string | null;
            /** @default null */
            posting: components["schemas"]["Posting"] | null;
            /**
             * Format: int64
             * @description The least time between two messages of one person, in seconds; 0: none.
             * @default null
             */
            slow_mode_s: number | null;
            /**
             * @description A new topic; null clears it.
             * @default null
             */
            topic: string | null;
        };
        /** @description PATCH `/users/me`. */
        PatchMe: {
            /**
             * @description A new name.
             * @default null
             */
            display_name: string | null;
            /**
             * @description A new handle.
             * @default null
             */
            handle: string | null;
            /**
             * @description Whether to see what links lead to, under messages.
             * @default null
             */
            link_previews: boolean | null;
            /**
             * @description Another language.
             * @default null
             */
            locale: string | null;
            /**
             * @description Whether others see how far this person has read.
             * @default null
             */
            share_receipts: boolean | null;
            /** @default null */
            theme: components["schemas"]["Theme"] | null;
            /**
             * @description Another time zone.
             * @default null
             */
            timezone: string | null;
        };
        /** @description PATCH `/channels/{id}/membership`. */
        PatchMembership: {
            /** @default null */
            muted_until: components["schemas"]["Timestamp"] | null;
            /** @default null */
            notify: components["schemas"]["Notify"] | null;
            /**
             * @description Whether it stands on top of the list.
             * @default null
             */
            starred: boolean | null;
        };
        /** @description PATCH `/workspaces/{id}`. */
        PatchWorkspace: {
            /**
             * @description A new name.
             * @default null
             */
            name: string | null;
            /**
             * @description A new name in addresses.
             * @default null
             */
            slug: string | null;
        };
        /** @description PATCH `/workspaces/{id}/members/{user}`. */
        PatchWorkspaceMember: {
            /** @description What they become. */
            role: components["schemas"]["WorkspaceRole"];
        };
        /** @description PATCH `/workspaces/{id}/membership`. */
        PatchWorkspaceMembership: {
            /** @default null */
            muted_until: components["schemas"]["Timestamp"] | null;
            /** @default null */
            notify: components["schemas"]["Notify"] | null;
        };
        /**
         * Format: binary
         * @description An image as it is: JPEG, PNG, GIF or WebP.
         */
        PictureBytes: string;
        /** @description `pin.added` and `pin.removed`. */
        PinChanged: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Which message. */
            message_id: components["schemas"]["MessageId"];
            /** @description Who pinned or unpinned it. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description `ping`. */
        Ping: {
            /** @description The heads of the channels that moved since the last ping; absent when none did. */
            heads?: {
                [key: string]: components["schemas"]["Seq"];
            };
        };
        /** @description `typing`: a channel, or a thread in it. */
        Place: {
            /** @description Which channel. */
            channel: components["schemas"]["ChannelId"];
            parent_id?: components["schemas"]["MessageId"] | null;
        };
        /** @description `[channel, epoch, seq]` */
        Position: [
            string,
            number,
            number
        ];
        /**
         * @description Who may post in a channel.
         * @enum {string}
         */
        Posting: "everyone" | "admins";
        /**
         * @description Whether a person can be reached at this moment.
         * @enum {string}
         */
        Presence: "online" | "away" | "dnd" | "offline";
        /** @description `presence.updated`. */
        PresenceUpdated: {
            /** @description What changed in the last quarter of a second. */
            users: {
                [key: string]: components["schemas"]["Status"];
            };
        };
        /** @description Why a request or a command was refused. */
        Problem: {
            /**
             * Format: int64
             * @description How many people would be called, where that has to be confirmed.
             */
            addressed?: number | null;
            /** @description The stable, machine-readable reason. */
            code: components["schemas"]["ErrorCode"];
            /** @description A text for people about this occurrence. */
            detail: string | null;
            /** @description The fields at fault. */
            errors: components["schemas"]["FieldError"][];
            /** @description The path of the request, where there is one. */
            instance: string | null;
            /** @description Quote this when asking for help. */
            request_id: string | null;
            /**
             * Format: int64
             * @description How long to wait before trying again, in milliseconds, where that is known.
             */
            retry_after_ms: number | null;
            /** @description Whether the same request may succeed later without being changed. */
            retryable: boolean;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description A short text for people, the same for every occurrence. */
            title: string;
            /** @description A URN that names the kind of problem: `urn:hubbub:problem:` and the code. */
            type: string;
        };
        /** @description GET `/push/key`: what a browser subscribes with. */
        PushKey: {
            /** @description The installation's VAPID public key: an uncompressed point of P-256, base64url. */
            public_key: string;
        };
        /** @description The keys of a subscription, base64url. */
        PushKeys: {
            /** @description The shared secret: 16 bytes. */
            auth: string;
            /** @description The browser's public key: an uncompressed point of P-256. */
            p256dh: string;
        };
        /** @description A device that is told by push. It ends with its session. */
        PushSubscription: {
            /** @description Since when. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Whether that is the one that asks. */
            current: boolean;
            last_sent_at: components["schemas"]["Timestamp"] | null;
            /** @description The session that asked for it. */
            session_id: components["schemas"]["SessionId"];
            /** @description The browser, as it named itself at sign-in. */
            user_agent: string | null;
        };
        /** @description PUT `/channels/{id}/members/{user}`: adds them, or changes their role. */
        PutChannelMember: {
            /** @default null */
            role: components["schemas"]["ChannelRole"] | null;
        };
        /**
         * @description PUT `/users/me/push-subscriptions`: as the browser's `PushSubscription.toJSON()` gives it,
         *     without its expiration.
         */
        PutPushSubscription: {
            /** @description Where to send to: https, and a public host. */
            endpoint: string;
            /** @description What to encrypt with. */
            keys: components["schemas"]["PushKeys"];
        };
        /** @description The hours of a week at which not to be disturbed, in the time zone of the account. */
        QuietHours: {
            /** @description The days on which they begin; at least one. */
            days: components["schemas"]["Weekday"][];
            /** @description When they begin: `22:00`. */
            from: string;
            /** @description When they end: `07:00`. That is on the next day, unless it is later than `from`. */
            to: string;
        };
        /** @description One emoji on a message, and who put it there. */
        Reaction: {
            /**
             * Format: int64
             * @description How many people.
             */
            count: number;
            /** @description One emoji, or `:name:` of a custom one. */
            emoji: string;
            /** @description Whether the caller is one of them. */
            me: boolean;
            /** @description The first 20 of them. */
            user_ids: components["schemas"]["UserId"][];
        };
        /** @description `reaction.added` and `reaction.removed`. */
        ReactionChanged: {
            /** @description One emoji, or `:name:` of a custom one. */
            emoji: string;
            /** @description On which message. */
            message_id: components["schemas"]["MessageId"];
            /** @description Whose. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description `reaction.add` and `reaction.remove`. */
        ReactionRef: {
            /** @description One emoji, or `:name:` of a custom one. */
            emoji: string;
            /** @description On which message. */
            message: components["schemas"]["MessageId"];
        };
        /** @description Who reacted with what: GET `/messages/{id}/reactions`. */
        Reactor: {
            /** @description When. */
            created_at: components["schemas"]["Timestamp"];
            /** @description The emoji. */
            emoji: string;
            /** @description Who. */
            user: components["schemas"]["User"];
        };
        /** @description POST `/workspaces/{id}/read-all`: the positions that it raised. */
        ReadAll: {
            /** @description One for each channel that had something unread. */
            data: components["schemas"]["ReadPosition"][];
        };
        /** @description Who has read a message: GET `/messages/{id}/readers`. */
        Reader: {
            /** @description How far. */
            read_message_no: components["schemas"]["MessageNo"];
            /** @description Who. */
            user: components["schemas"]["User"];
        };
        /**
         * @description POST `/channels/{id}/read`, where it only raises the position, and `/channels/{id}/unread`,
         *     where it makes this message the first unread one.
         */
        ReadInput: {
            /** @description A top-level message. */
            message_no: components["schemas"]["MessageNo"];
        };
        /** @description `read.mark`. */
        ReadMark: {
            /** @description Where. */
            channel: components["schemas"]["ChannelId"];
            /** @description The last top-level message that was read. */
            message_no: components["schemas"]["MessageNo"];
        };
        /** @description The caller's read position in a channel; also the data of `read.updated`. */
        ReadPosition: {
            /** @description Where. */
            channel_id: components["schemas"]["ChannelId"];
            /** @description The counts are those of the log up to here: what later events change comes on top. */
            head_seq: components["schemas"]["Seq"];
            /**
             * Format: int64
             * @description How many of those mention the caller.
             */
            mentions: number;
            /** @description The last top-level message that was read. */
            read_message_no: components["schemas"]["MessageNo"];
            /** @description The head of the log when that was read. */
            read_seq: components["schemas"]["Seq"];
            /** @description Raised whenever the position was lowered by hand: a higher version wins. */
            read_version: components["schemas"]["ReadVersion"];
            /**
             * Format: int64
             * @description How many top-level messages by others lie behind the position; counting stops at 10,000.
             */
            unread: number;
        };
        /** @description The version of a read position: raised when the position was lowered by hand. */
        ReadVersion: number;
        /** @description The answer to `identify`. */
        Ready: {
            /** @description The channels that the caller is in. */
            channels: components["schemas"]["ChannelState"][];
            /** @description What the people that the caller watches are doing. */
            presence: {
                [key: string]: components["schemas"]["Status"];
            };
            /** @description The caller. */
            user: components["schemas"]["Me"];
            /** @description The head of the user's own log. */
            user_version: components["schemas"]["UserVersion"];
        };
        /** @description `receipt.updated`. */
        ReceiptUpdated: {
            /** @description How far. */
            message_no: components["schemas"]["MessageNo"];
            /** @description Who. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description PUT `/search/recents`: a search that the caller wants to find again. */
        RecentSearch: {
            /** @description What was asked. */
            q: string;
            /** @description Where it was made. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
        /** @description `reconnect`. */
        Reconnect: {
            /**
             * Format: int64
             * @description How long to wait first.
             */
            after_ms: number;
        };
        /** @description POST `/auth/refresh`. Browsers send the cookie instead. */
        Refresh: {
            /**
             * @description The newest refresh token of the session.
             * @default null
             */
            refresh_token: string | null;
        };
        /** @description POST `/auth/password/reset`. */
        ResetPassword: {
            /** @description The password from now on. */
            new_password: string;
            /** @description What the link in the mail carries; works once, for an hour. */
            token: string;
        };
        /** @description What became of one position of `identify`. */
        Resumed: {
            /** @description Which channel. */
            channel: components["schemas"]["ChannelId"];
            epoch: components["schemas"]["Epoch"] | null;
            head_seq: components["schemas"]["Seq"] | null;
            /** @description How to go on. */
            outcome: components["schemas"]["Outcome"];
        };
        /** @description What a message said before an edit: GET `/messages/{id}/revisions`. */
        Revision: {
            /** @description What it said. */
            body: string;
            /** @description When it was written. */
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description The version that this was.
             */
            version: number;
        };
        /** @description A message that was found: GET `/search`. */
        SearchHit: {
            /** @description Where it was said. */
            channel: components["schemas"]["Channel"];
            /**
             * @description What of its body was looked for: `[start, end]` in Unicode code points, ascending, none
             *     touching another. Empty where only filters or the names of files fit.
             */
            highlights: number[][];
            /** @description The message. */
            message: components["schemas"]["Message"];
        };
        /** @description What a search may go on with: GET `/search/suggest`. */
        SearchSuggestions: {
            /** @description Channels whose name has the text; those that the caller is in first. */
            channels: components["schemas"]["Channel"][];
            /** @description People whose handle or name has it. */
            people: components["schemas"]["User"][];
            /** @description The caller's last searches that have it, newest first. */
            recent: string[];
        };
        /** @description `message.send`. */
        SendCommand: {
            /** @description Show a reply in the channel too. */
            also_in_channel?: boolean;
            /** @description Markdown, up to 16 KiB; may be empty when files are attached. */
            body: string;
            /** @description Where to. */
            channel: components["schemas"]["ChannelId"];
            /** @description The sender knows that `@channel` or `@here` calls more than 50 people. */
            confirm_mass_mention?: boolean;
            /** @description Up to 10 files of the sender that no message carries yet. */
            file_ids?: components["schemas"]["FileId"][];
            /** @description The sender's key: the same one sends at most once, per channel and author. */
            nonce: string;
            parent_id?: components["schemas"]["MessageId"] | null;
        };
        /** @description POST `/channels/{id}/messages`. */
        SendMessage: {
            /** @description Show a reply in the channel too. */
            also_in_channel?: boolean;
            /** @description Markdown, up to 16 KiB; may be empty when files are attached. */
            body: string;
            /** @description The sender knows that `@channel` or `@here` calls more than 50 people. */
            confirm_mass_mention?: boolean;
            /** @description Up to 10 files of the sender that no message carries yet. */
            file_ids?: components["schemas"]["FileId"][];
            /** @description The sender's key: the same one sends at most once, per channel and author. */
            nonce: string;
            parent_id?: components["schemas"]["MessageId"] | null;
        };
        /** @description The answer to `message.send`. */
        Sent: {
            /** @description Whether the nonce was known: this is what it sent the first time. */
            duplicate: boolean;
            /** @description The message as it stands in the log. */
            message: components["schemas"]["Message"];
        };
        /** @description The place of an event in its channel's log: 1, 2, 3 … without holes. */
        Seq: number;
        /** @description One place where the caller is signed in. */
        Session: {
            /** @description Since when. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Whether it is the one that asks. */
            current: boolean;
            /** @description When it ends by itself. */
            expires_at: components["schemas"]["Timestamp"];
            /** @description Which. */
            id: components["schemas"]["SessionId"];
            /** @description The address it was last used from. */
            ip: string | null;
            /** @description When it was last refreshed. */
            last_used_at: components["schemas"]["Timestamp"];
            /** @description The program, as it named itself. */
            user_agent: string | null;
        };
        /**
         * Format: uuid
         * @description A signed-in session.
         */
        SessionId: string;
        /** @description `session.revoked`. */
        SessionRevoked: {
            /** @description Which. */
            session_id: components["schemas"]["SessionId"];
        };
        /** @description PUT `/users/me/status` and the command `status.set`: replaces the whole status. */
        SetStatus: {
            /**
             * @description A picture to the words.
             * @default null
             */
            emoji: string | null;
            /** @default null */
            expires_at: components["schemas"]["Timestamp"] | null;
            /** @default null */
            presence: components["schemas"]["Presence"] | null;
            /**
             * @description In one's own words.
             * @default null
             */
            text: string | null;
        };
        /** @description `call.signal`, as a command. */
        SignalCommand: {
            /** @description In which channel's call. */
            channel: components["schemas"]["ChannelId"];
            /** @description The caller's seat: a name of 1 to 36 letters, digits, `-` and `_`, new at each coming. */
            seat: string;
            /** @description What is done. */
            signal: components["schemas"]["CallAct"];
        };
        /** @description The answer to signup, login and refresh. */
        SignedIn: {
            /** @description A JWT for `Authorization: Bearer`. */
            access_token: string;
            /**
             * Format: int64
             * @description The life of the access token, in seconds.
             */
            expires_in: number;
            /** @description Exchange this for the next pair; each works once. */
            refresh_token: string;
            /** @description Always `Bearer`. */
            token_type: string;
            /** @description The account. */
            user: components["schemas"]["Me"];
        };
        /** @description How this installation lets people in: GET `/auth/methods`. */
        SignInMethods: {
            /**
             * @description Whether mail leaves this installation: without it, nobody is sent a link that sets a new
             *     password.
             */
            mail: boolean;
            /** @description Who may make an account. */
            signup: components["schemas"]["SignupMode"];
        };
        /** @description POST `/auth/signup`. */
        Signup: {
            /** @description The name as it is shown. */
            display_name: string;
            /** @description The address for sign-in and mails. */
            email: string;
            /** @description The unique name after an `@`. */
            handle: string;
            /** @description An invitation, where signing up needs one. */
            invite?: string | null;
            /** @description 8 to 1,024 bytes of anything. */
            password: string;
        };
        /**
         * @description Who may make an account.
         * @enum {string}
         */
        SignupMode: "open" | "invite" | "closed";
        /** @description What a person is doing. */
        Status: {
            /** @description A picture to the words. */
            emoji: string | null;
            expires_at: components["schemas"]["Timestamp"] | null;
            last_seen_at: components["schemas"]["Timestamp"] | null;
            /** @description Whether they can be reached. */
            presence: components["schemas"]["Presence"];
            /** @description In their own words. */
            text: string | null;
        };
        /** @description What the files of a workspace come to: GET `/workspaces/{id}/storage`. */
        Storage: {
            /**
             * Format: int64
             * @description The largest file.
             */
            file_limit: number;
            /**
             * Format: int64
             * @description Bytes that there is room for; none: as many as the store holds.
             */
            limit: number | null;
            /**
             * Format: int64
             * @description Bytes in use, with what open uploads have announced.
             */
            used: number;
        };
        /** @description GET `/sync`. */
        Sync: {
            /** @description Whom the caller has blocked. */
            blocked_user_ids: components["schemas"]["UserId"][];
            /** @description The channels that the caller is in, with heads and unread counts. */
            channels: components["schemas"]["Channel"][];
            /**
             * Format: int32
             * @description For how long one's own messages can be edited, in seconds; null: for ever.
             */
            edit_window_s: number | null;
            /** @description What this installation offers besides. */
            features: components["schemas"]["Features"];
            /** @description The caller. */
            me: components["schemas"]["Me"];
            /** @description What those people are doing. */
            presence: {
                [key: string]: components["schemas"]["Status"];
            };
            /** @description The server's clock. */
            server_time: components["schemas"]["Timestamp"];
            /** @description The head of the caller's own log when this was read. */
            user_version: components["schemas"]["UserVersion"];
            /** @description The people that occur above, and those of direct conversations. */
            users: components["schemas"]["User"][];
            /** @description The caller's workspaces. */
            workspaces: components["schemas"]["Workspace"][];
        };
        /** @description POST `/gifs/{gif}/file`. */
        TakeGif: {
            /** @description What to call it, without an ending; `gif` when empty. */
            name?: string;
            /** @description The workspace that the file is for. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
        /**
         * @description The colours a person chose for the client.
         * @enum {string}
         */
        Theme: "system" | "light" | "dark";
        /** @description One thread that the caller follows. */
        Thread: components["schemas"]["ThreadState"] & {
            /** @description When it was last replied to; when it began, if never. */
            active_at: components["schemas"]["Timestamp"];
            latest: components["schemas"]["Message"] | null;
            /** @description The message that began it; a tombstone if it was deleted. */
            root: components["schemas"]["Message"];
        };
        /** @description GET `/users/me/threads`: newest activity first. */
        ThreadPage: {
            /** @description The threads. */
            data: components["schemas"]["Thread"][];
            /**
             * Format: int64
             * @description How many replies mention the caller in those.
             */
            mentions: number;
            /** @description Give this as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
            /**
             * Format: int64
             * @description In how many followed threads something is unread, whatever the page shows.
             */
            unread: number;
        };
        /** @description POST `/messages/{id}/read`. */
        ThreadRead: {
            /** @description The last reply that was read. Only raises, and stops at the head of the channel. */
            seq: components["schemas"]["Seq"];
        };
        /** @description The caller's side of a thread; also the data of `thread.updated`. */
        ThreadState: {
            /** @description Where. */
            channel_id: components["schemas"]["ChannelId"];
            /** @description Whether its replies are news to the caller. */
            following: boolean;
            /**
             * Format: int64
             * @description How many of those mention the caller.
             */
            mentions: number;
            /** @description Replies up to here were read. */
            read_seq: components["schemas"]["Seq"];
            /** @description The message that began it. */
            root_id: components["schemas"]["MessageId"];
            /**
             * Format: int64
             * @description How many replies by others lie behind that; 0 when it is not followed. Counting stops at
             *     10,000.
             */
            unread: number;
        };
        /**
         * Format: date-time
         * @description A moment: RFC 3339, UTC, with milliseconds.
         */
        Timestamp: string;
        /** @description POST `/channels/{id}/transfer`. */
        TransferChannel: {
            /** @description Who becomes the owner: a member of the channel. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description `typing.started` and `typing.stopped`. */
        Typist: {
            parent_id: components["schemas"]["MessageId"] | null;
            /** @description Who. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description An upload in parts. Its id becomes the file's. */
        Upload: {
            file: components["schemas"]["File"] | null;
            /** @description Which. */
            id: components["schemas"]["FileId"];
            /**
             * Format: int64
             * @description Bytes of every part but the last, which has the rest.
             */
            part_size: number;
            /** @description The parts that are there. */
            parts: components["schemas"]["UploadedPart"][];
            /** @description How far it has come. */
            state: components["schemas"]["UploadState"];
            /** @description Where each missing part is PUT, with exactly its bytes and no other header than the browser's own. */
            urls: components["schemas"]["PartUrl"][];
            /** @description How long the addresses hold; ask for new ones then. */
            urls_expire_at: components["schemas"]["Timestamp"];
        };
        /** @description A part that the store has. */
        UploadedPart: {
            /** @description What the store answered in `ETag`. */
            etag: string;
            /**
             * Format: int32
             * @description Which: from 1.
             */
            number: number;
        };
        /** @description The form of an upload, its fields in this order. */
        UploadForm: {
            /**
             * Format: binary
             * @description The file.
             */
            file: string;
            /** @description The workspace that the file is for. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
        /**
         * @description How far an upload has come.
         * @enum {string}
         */
        UploadState: "open" | "completing" | "complete";
        /** @description A person or bot, as anybody sees them who shares a workspace with them. */
        User: {
            /** @description Where their picture is. */
            avatar_url: string | null;
            /** @description Since when. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Whether the account is switched off. */
            deactivated: boolean;
            /** @description The name as it is shown. */
            display_name: string;
            /** @description The unique name after an `@`. */
            handle: string;
            /** @description Who. */
            id: components["schemas"]["UserId"];
            /** @description Whether it is a bot. */
            is_bot: boolean;
            /** @description Whether they came by a guest link and have no account to keep. */
            is_guest: boolean;
        };
        /** @description What concerns one person. */
        UserEvent: {
            /** @description The user is in a channel from now on: its events come by themselves. */
            data: components["schemas"]["ChannelAdded"];
            /** @enum {string} */
            type: "channel.added";
        } | {
            /** @description The user is no longer in a channel. */
            data: components["schemas"]["ChannelRemoved"];
            /** @enum {string} */
            type: "channel.removed";
        } | {
            /** @description The user has read further, or marked something as unread. */
            data: components["schemas"]["ReadPosition"];
            /** @enum {string} */
            type: "read.updated";
        } | {
            /** @description The user's own side of a channel changed. */
            data: components["schemas"]["MembershipUpdated"];
            /** @enum {string} */
            type: "membership.updated";
        } | {
            /**
             * @description The user's side of a thread changed: followed or not, read further, a reply came or went.
             *     For a reply it comes as a hint, from whoever stored it.
             */
            data: components["schemas"]["ThreadState"];
            /** @enum {string} */
            type: "thread.updated";
        } | {
            /**
             * @description A person changed: the user, or, as a hint, somebody in a shared workspace. A guest hears it
             *     of whom they share a channel with.
             */
            data: components["schemas"]["UserUpdated"];
            /** @enum {string} */
            type: "user.updated";
        } | {
            /** @description The user has blocked somebody, or does not any more. Nobody else is told. */
            data: components["schemas"]["BlocksUpdated"];
            /** @enum {string} */
            type: "blocks.updated";
        } | {
            /** @description The user is in a workspace from now on, or has another role in it. */
            data: components["schemas"]["Workspace"];
            /** @enum {string} */
            type: "workspace.added";
        } | {
            /** @description The user is no longer in a workspace. */
            data: components["schemas"]["WorkspaceRef"];
            /** @enum {string} */
            type: "workspace.removed";
        } | {
            /** @description The user's own side of a workspace changed. */
            data: components["schemas"]["WorkspaceMembership"];
            /** @enum {string} */
            type: "workspace.membership_updated";
        } | {
            /** @description Hint: a workspace's name or picture changed. */
            data: components["schemas"]["WorkspaceUpdated"];
            /** @enum {string} */
            type: "workspace.updated";
        } | {
            /** @description Hint: a workspace has a new emoji, or one less. */
            data: components["schemas"]["WorkspaceEmojiUpdated"];
            /** @enum {string} */
            type: "workspace.emoji_updated";
        } | {
            /** @description Hint: somebody joined a workspace, or has another role in it. */
            data: components["schemas"]["WorkspaceMemberUpdated"];
            /** @enum {string} */
            type: "workspace.member_updated";
        } | {
            /** @description Hint: somebody left a workspace. */
            data: components["schemas"]["WorkspaceMemberRemoved"];
            /** @enum {string} */
            type: "workspace.member_removed";
        } | {
            /** @description Hint: all that this user sent to a channel up to `seq` is in Postgres. */
            data: components["schemas"]["Durable"];
            /** @enum {string} */
            type: "durable";
        } | {
            /** @description A session was ended. */
            data: components["schemas"]["SessionRevoked"];
            /** @enum {string} */
            type: "session.revoked";
        };
        /** @description An event of the user's own log, or a hint, as a frame. */
        UserFrame: components["schemas"]["UserEvent"] & {
            user_version?: components["schemas"]["UserVersion"] | null;
        };
        /**
         * Format: uuid
         * @description A person or a bot with an account.
         */
        UserId: string;
        /** @description One person addressed in a body. */
        UserMention: {
            /**
             * Format: int32
             * @description The code point after the handle.
             */
            end: number;
            /**
             * Format: int32
             * @description The code point where the `@` stands.
             */
            start: number;
            /** @description Who. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description `user.updated`. */
        UserUpdated: {
            me: components["schemas"]["Me"] | null;
            /** @description As others see them. */
            user: components["schemas"]["User"];
        };
        /** @description The seq of a user's own log. */
        UserVersion: number;
        /** @description `presence.watch`. */
        Watch: {
            /** @description At most 500; those without a shared workspace are left out. */
            user_ids: components["schemas"]["UserId"][];
        };
        /**
         * @description A day of the week.
         * @enum {string}
         */
        Weekday: "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
        /** @description A workspace, as one of its people sees it. */
        Workspace: {
            /** @description Since when. */
            created_at: components["schemas"]["Timestamp"];
            /** @description Where its picture is. */
            icon_url: string | null;
            /** @description Which. */
            id: components["schemas"]["WorkspaceId"];
            /**
             * Format: int64
             * @description How many people it has.
             */
            member_count: number;
            muted_until: components["schemas"]["Timestamp"] | null;
            /** @description Its name. */
            name: string;
            /** @description What the caller wants to be told about in it. */
            notify: components["schemas"]["Notify"];
            /** @description What the caller is in it. */
            role: components["schemas"]["WorkspaceRole"];
            /** @description Its name in addresses. */
            slug: string;
        };
        /** @description `workspace.emoji_updated`. */
        WorkspaceEmojiUpdated: {
            emoji: components["schemas"]["CustomEmoji"] | null;
            /** @description Its name, without the colons. */
            name: string;
            /** @description Whose. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
        /**
         * Format: uuid
         * @description A workspace.
         */
        WorkspaceId: string;
        /** @description One person of a workspace. */
        WorkspaceMember: {
            /** @description Since when. */
            joined_at: components["schemas"]["Timestamp"];
            /** @description As what. */
            role: components["schemas"]["WorkspaceRole"];
            /** @description Who. */
            user: components["schemas"]["User"];
        };
        /** @description `workspace.member_removed`. */
        WorkspaceMemberRemoved: {
            /** @description Who. */
            user_id: components["schemas"]["UserId"];
            /** @description Which. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
        /** @description The caller's own side of a workspace. */
        WorkspaceMembership: {
            muted_until: components["schemas"]["Timestamp"] | null;
            /** @description What to be told about, in all channels that say `default`. */
            notify: components["schemas"]["Notify"];
            /** @description Which. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
        /** @description `workspace.member_updated`. */
        WorkspaceMemberUpdated: {
            /** @description As what. */
            role: components["schemas"]["WorkspaceRole"];
            /** @description Who. */
            user: components["schemas"]["User"];
            /** @description Which. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
        /** @description A workspace that is gone for the user. */
        WorkspaceRef: {
            /** @description Which. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
        /**
         * @description What a person is in a workspace, from most to least powerful.
         * @enum {string}
         */
        WorkspaceRole: "owner" | "admin" | "member" | "guest";
        /** @description `workspace.updated`. */
        WorkspaceUpdated: {
            /** @description Where its picture is. */
            icon_url: string | null;
            /** @description Its name. */
            name: string;
            /** @description Its name in addresses. */
            slug: string;
            /** @description Which. */
            workspace_id: components["schemas"]["WorkspaceId"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    jwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jwks"];
                };
            };
        };
    };
    change_email: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeEmail"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in_methods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInMethods"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forgot_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForgotPassword"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetPassword"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Session"];
                };
            };
        };
    };
    revoke_other_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    revoke_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Signup"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IceServers"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_events: {
        parameters: {
            query: {
                /** @description Events above this seq. */
                after_seq: components["schemas"]["Seq"];
                /** @description How many: 1 to 200, 50 by default. */
                limit?: number;
            };
            header?: never;
            path: {
                channel: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventsPage"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_files: {
        parameters: {
            query?: {
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only files of this kind. */
                kind?: components["schemas"]["FileKind"];
                /** @description How many: 1 to 200, 50 by default. */
                limit?: number;
            };
            header?: never;
            path: {
                channel: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ChannelFile"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_history: {
        parameters: {
            query?: {
                /** @description Messages above this seq. */
                after_seq?: components["schemas"]["Seq"];
                /** @description Messages on both sides of this seq. */
                around_seq?: components["schemas"]["Seq"];
                /** @description Messages below this seq. */
                before_seq?: components["schemas"]["Seq"];
                /** @description How many: 1 to 200, 50 by default. */
                limit?: number;
            };
            header?: never;
            path: {
                channel: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessage"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_pins: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Message"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadInput"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadPosition"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_unread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadInput"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadPosition"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_channel: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchChannel"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archive_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_cover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ChannelId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": components["schemas"]["PictureBytes"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `image_refused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_cover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["ChannelId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_guest_links: {
        parameters: {
            query?: {
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many entries: 1 to 200, 50 by default. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_GuestLink"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_guest_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateGuestLink"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestLink"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_guest_link: {
        parameters: {
            query?: {
                /** @description Whether those who came by it leave at once; they stay until their time is over otherwise. */
                end_guests?: boolean;
            };
            header?: never;
            path: {
                code: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    join_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    leave_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_channel_members: {
        parameters: {
            query?: {
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many entries: 1 to 200, 50 by default. */
                limit?: number;
                /** @description Only whose handle or name contains this. */
                q?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ChannelMember"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_channel_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutChannelMember"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelMember"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_channel_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_membership: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchMembership"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Membership"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_channel_presence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelPresence"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restore_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    transfer_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferChannel"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unarchive_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_deleted_workspaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DeletedWorkspace"];
                };
            };
        };
    };
    create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UploadForm"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description `invalid_input`, `unknown_field`, `bad_request` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not a workspace of the caller */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not a form, or `file_type_refused` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `image_refused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `overloaded` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full` */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["FileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["FileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `file_claimed` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    content: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["FileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `file_blocked` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `file_not_ready` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `range_not_satisfiable` */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_downloads` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    thumbnail: {
        parameters: {
            query?: {
                size?: string;
            };
            header?: never;
            path: {
                id: components["schemas"]["FileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": unknown;
                };
            };
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_downloads` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    begin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUpload"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description `invalid_input`, `unknown_field`, `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Not a workspace of the caller */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_in_progress` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `file_type_refused` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_uploads` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full` */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    look: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["FileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    abort: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["FileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `file_claimed` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["FileId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteUpload"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_in_progress` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `file_type_refused` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `upload_incomplete`, `checksum_mismatch`, `image_refused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_content: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gif: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": unknown;
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gif: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeGif"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gif: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": unknown;
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_search: {
        parameters: {
            query?: {
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many: 1 to 50, 24 by default. */
                limit?: number;
                /** @description Words, up to 100 characters; what is popular without any. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Gif"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_guest_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestPreview"];
                };
            };
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enter_as_guest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnterAsGuest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnteredAsGuest"];
                };
            };
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    claim_guest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimGuest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    image: {
        parameters: {
            query?: {
                /** @description The code of an invitation or guest link: it shows the icon of the workspace. */
                invite?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                };
            };
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_invite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitePreview"];
                };
            };
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    accept_invite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patch_message: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditMessage"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_embed: {
        parameters: {
            query: {
                /** @description The link, as the embed names it. */
                url: string;
            };
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_follow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadState"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_follow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadState"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_follow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadState"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_pin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_pin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_reactions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Reactor"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_reaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                emoji: string;
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_reaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                emoji: string;
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_thread_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThreadRead"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadState"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_readers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Reader"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_replies: {
        parameters: {
            query?: {
                /** @description Messages above this seq. */
                after_seq?: components["schemas"]["Seq"];
                /** @description Messages on both sides of this seq. */
                around_seq?: components["schemas"]["Seq"];
                /** @description Messages below this seq. */
                before_seq?: components["schemas"]["Seq"];
                /** @description How many: 1 to 200, 50 by default. */
                limit?: number;
            };
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_revisions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Revision"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_push_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushKey"];
                };
            };
        };
    };
    report_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliveryReport"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search_messages: {
        parameters: {
            query?: {
                /** @description Only after this day, or from this moment on. */
                after?: string;
                /** @description Only before this day, or this moment. */
                before?: string;
                /** @description Only in this channel. */
                channel_id?: string;
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only what this person wrote. */
                from?: string;
                /** @description Only what carries all of these: `file`, `link`, `image`, with commas between. */
                has?: string;
                /** @description Only replies to this message. */
                in_thread?: string;
                /** @description How many: 1 to 200, 50 by default. */
                limit?: number;
                /**
                 * @description Words, all of which a message must have, up to 256 characters. The last one may go on,
                 *     unless a space follows it; `word*` may go on anywhere. `"a phrase"` stands together,
                 *     `-without` is not there. Filters: `from:@handle`, `from:me`, `in:#channel`, `in:@handle`,
                 *     `before:2026-01-31`, `after:`, `on:`, `has:file`, `has:link`, `has:image`.
                 */
                q?: string;
                /** @description In which order; by relevance without it. */
                sort?: "relevance" | "newest";
                /** @description Only in this workspace; all of the caller's without it. */
                workspace_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SearchHit"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_recent_search: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecentSearch"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_recent_search: {
        parameters: {
            query: {
                /** @description Which; all without it. */
                q?: string;
                /** @description Where it was made. */
                workspace_id: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suggest_searches: {
        parameters: {
            query?: {
                /** @description A part of a name or of an earlier search, up to 100 characters. */
                q?: string;
                /** @description Only in this workspace. */
                workspace_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchSuggestions"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_sync: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sync"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_avatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": components["schemas"]["PictureBytes"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `image_refused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_avatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    look_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookupUsers"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_User"];
                };
            };
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    change_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchMe"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_blocks: {
        parameters: {
            query?: {
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many entries: 1 to 200, 50 by default. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Block"];
                };
            };
        };
    };
    put_block: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Block"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_block: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_mentions: {
        parameters: {
            query?: {
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many: 1 to 200, 50 by default. */
                limit?: number;
                /** @description Only in this workspace. */
                workspace_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_MentionEntry"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_notifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notifications"];
                };
            };
        };
    };
    set_notifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Notifications"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notifications"];
                };
            };
        };
    };
    get_notification_log: {
        parameters: {
            query?: {
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many entries: 1 to 200, 50 by default. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_NotificationEntry"];
                };
            };
        };
    };
    list_push_subscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PushSubscription"];
                };
            };
        };
    };
    put_push_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutPushSubscription"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushSubscription"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_push_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    remove_push_subscription_of: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetStatus"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
        };
    };
    get_threads: {
        parameters: {
            query?: {
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many: 1 to 200, 50 by default. */
                limit?: number;
                /** @description Only those with something unread. */
                unread?: boolean;
                /** @description Only in this workspace. */
                workspace_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadPage"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_workspaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Workspace"];
                };
            };
        };
    };
    create_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWorkspace"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchWorkspace"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_channels: {
        parameters: {
            query?: {
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many entries: 1 to 200, 50 by default. */
                limit?: number;
                /** @description Only names that contain this. */
                q?: string;
                /** @description Which channels; `mine` by default. */
                scope?: "mine" | "browse";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Channel"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_channel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateChannel"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_deleted_channels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DeletedChannel"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_dm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenDm"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    list_emoji: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["WorkspaceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CustomEmoji"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_emoji: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["WorkspaceId"];
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": components["schemas"]["PictureBytes"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomEmoji"];
                };
            };
            /** @description `invalid_input`: the name */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `emoji_limit` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `image_refused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_emoji: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["WorkspaceId"];
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_icon: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["WorkspaceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": components["schemas"]["PictureBytes"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description `image_refused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_icon: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["WorkspaceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_invites: {
        parameters: {
            query?: {
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many entries: 1 to 200, 50 by default. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Invite"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_invite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInvite"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invite"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_invite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_workspace_members: {
        parameters: {
            query?: {
                /** @description Where to go on: `next_cursor` of the page before. */
                cursor?: string;
                /** @description How many entries: 1 to 200, 50 by default. */
                limit?: number;
                /** @description Only whose handle or name contains this. */
                q?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_WorkspaceMember"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_workspace_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_workspace_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchWorkspaceMember"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceMember"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_workspace_membership: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchWorkspaceMembership"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceMembership"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restore_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    storage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["WorkspaceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Storage"];
                };
            };
            /** @description `forbidden` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_read_all: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadAll"];
                };
            };
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
