import nock from 'nock';

// Tests reach stand-ins on loopback and nothing else. nock guards http(s) and fetch; sockets of SSH and DNS go only to
// addresses that a test started itself.
nock.disableNetConnect();
nock.enableNetConnect((host) => /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/.test(host));
