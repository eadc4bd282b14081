package io.hookline.server.pages;

import io.hookline.server.access.AccessControl;
import io.hookline.server.access.http.OwnHosts;
import io.hookline.server.access.signon.SignOn;
import io.hookline.server.execution.approval.ApprovalBook;
import io.hookline.server.http.Route;
import io.hookline.server.studio.http.AuthorizeApi;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All pages. */
public final class PageRoutes {
    private PageRoutes() {}

    /**
     * @param signOn empty when no identity provider is configured
     * @param hosts refuses forms that come from other sites' pages
     */
    public static List<Route> of(
            PageData shown,
            AccessControl access,
            AuthorizeApi authorize,
            ApprovalBook approvals,
            Optional<SignOn> signOn,
            OwnHosts hosts,
            InstantSource clock) {
        return Stream.of(
                        new Pages(shown).routes(),
                        new SignInPages(access.signIn(), access.tokens(), hosts).routes(),
                        signOn.map(way -> new SignOnPages(way).routes()).orElse(List.of()),
                        new PasswordPage(access.signIn(), hosts).routes(),
                        new AuthorizePages(authorize, hosts).routes(),
                        new ApprovalPages(approvals, hosts, shown::lift, clock).routes())
                .flatMap(List::stream)
                .toList();
    }
}
