import nock from 'nock';

// Import for its effect, in tests that look at sockets. nock puts itself under every socket and reports a connection
// before there is one, so refused and silent look alike. Such tests reach only what they started themselves.
nock.restore();
