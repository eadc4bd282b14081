package io.hookline.server.event;

/** Events for tests. */
public final class SampleEvents {
    /** Has every documented member, in compact form. */
    public static final String FULL =
            """
            {"actor":{"id":"00u1ada","type":"User","alternateId":"ada@example.org","displayName":"Ada Example",\
            "detailEntry":null},"client":{"userAgent":{"rawUserAgent":"Mozilla/5.0","os":"Linux","browser":"FIREFOX"},\
            "zone":"null","device":"Computer","id":null,"ipAddress":"198.51.100.4","geographicalContext":{\
            "city":"Zurich","state":"Zurich","country":"Switzerland","postalCode":"8001","geolocation":{"lat":47.3667,\
            "lon":8.5500}}},"device":{"id":"guo1","name":"laptop","os_platform":"LINUX","os_version":"6",\
            "managed":true,"registered":true,"device_integrator":null,"disk_encryption_type":"FULL",\
            "screen_lock_type":"PASSCODE","jailbreak":false,"secure_hardware_present":true},\
            "authenticationContext":{"authenticationProvider":"FACTOR_PROVIDER","credentialProvider":"DUO",\
            "credentialType":"OAuth 2.0","issuer":{"id":"i","type":"t"},"interface":null,"authenticationStep":0,\
            "rootSessionId":"idx1","externalSessionId":"trs1"},"displayMessage":"Authentication of user via MFA",\
            "eventType":"user.authentication.auth_via_mfa","outcome":{"result":"FAILURE",\
            "reason":"FastPass declined phishing attempt"},"published":"2026-03-01T11:59:00.000Z",\
            "securityContext":{"asNumber":64500,"asOrg":"example","isp":"example isp","domain":"example.org",\
            "isProxy":false,"risk":{"level":"HIGH","reasons":["New device"]},"ipDetails":{"asNumber":64500,\
            "ipServiceCategories":[{"type":"VPN","operator":"x","isAnonymous":true}]},"userBehaviors":[{"id":"b",\
            "name":"New City","result":"POSITIVE"}],"botProtection":{"level":"NONE"}},"severity":"WARN",\
            "debugContext":{"debugData":{"requestId":"r1","threatSuspected":"false"}},\
            "legacyEventType":"core.user.factor.attempt_fail","transaction":{"type":"WEB","id":"t1","detail":{\
            "requestApiTokenId":"00T1"}},"uuid":"3dd53e0a-1566-11f1-8a2f-0242ac120002","version":"0",\
            "request":{"ipChain":[{"ip":"198.51.100.4","geographicalContext":null,"version":"V4","source":null}]},\
            "target":[{"id":"pfd1","type":"AuthenticatorEnrollment","alternateId":"unknown",\
            "displayName":"Okta Verify","detailEntry":{"a":"b"},"changeDetails":{"from":{"x":1},"to":{"x":2}}}]}\
            """;

    private SampleEvents() {}
}
