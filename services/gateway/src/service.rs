//! Putting the parts together, running them, and stopping them.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_http::HttpService;
use actix_service::{IntoServiceFactory as _, ServiceFactoryExt as _, fn_service, map_config};
use actix_web::dev::{AppConfig, Server};
use actix_web::{App, web};
use anyhow::Context as _;
use auth::Door;
use bus::{Bus, Deliveries, Fanout, FanoutDriver, Topic};
use domain::{Clock, SystemClock};
use lifecycle::metrics::queues;
use lifecycle::{Admin, Readiness, Shutdown};
use rpc::ChatClient;
use tokio::time::{self, Instant};
use tokio_util::sync::CancellationToken;

use crate::apart::Apart;
use crate::api::Api;
use crate::attention::Attention;
use crate::config::{Config, Own, RateLimits};
use crate::context::{Context, Parts};
use crate::hub::Hub;
use crate::presence::Presence;
use crate::relay::Relay;
use crate::revocation::Revocation;
use crate::sockets::{Ceilings, Sockets};
use crate::tasks::Tasks;
use crate::upgrade::{self, Doorkeeper};
use crate::workspaces::Workspaces;
use crate::{keys, metrics};

/// Sockets of one user, on all gateways together.
const PER_USER: usize = 10;
/// Sockets from one address.
const PER_ADDRESS: usize = 200;
/// How long a client may take for its request's head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);
/// How long sockets may take to close after the drain window.
const SLACK: Duration = Duration::from_secs(3);
/// How often it is looked whether the last socket is gone.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// The ports of this service, already bound.
#[derive(Debug)]
pub struct Listeners {
    /// Where clients connect.
    pub public: TcpListener,
    /// Health and metrics.
    pub admin: TcpListener,
}

impl Listeners {
    /// Binds the configured ports.
    ///
    /// # Errors
    /// When one is taken.
    pub fn bind(config: &Config) -> anyhow::Result<Self> {
        let bind = |address| {
            TcpListener::bind(address).with_context(|| format!("{address} cannot be listened on"))
        };
        Ok(Self {
            public: bind(config.own.listen)?,
            admin: bind(config.own.admin_listen)?,
        })
    }
}

/// A gateway that is put together, and not running yet.
#[derive(Debug)]
pub struct Service {
    config: Config,
    listeners: Listeners,
    bus: Bus,
    client: ChatClient,
    door: Door,
}

/// Puts a gateway together. Nothing is connected yet.
///
/// # Errors
/// When the configuration cannot be used.
pub async fn build(config: Config, listeners: Listeners) -> anyhow::Result<Service> {
    Ok(Service {
        bus: Bus::new(&config.bus, config.own.partitions)?,
        client: ChatClient::connect(&config.rpc)?,
        door: Door::new(&config.door, Arc::new(SystemClock))?,
        config,
        listeners,
    })
}

impl Service {
    /// Serves until told to stop, then sends everybody elsewhere.
    ///
    /// # Errors
    /// When a port cannot be served.
    pub async fn run(self, shutdown: Shutdown) -> anyhow::Result<()> {
        lifecycle::metrics::handle();
        self.bus.fits().await?;
        metrics::describe(self.config.own.max_connections);
        let tasks = Tasks::new(&shutdown);
        let (fanout, deliveries, driver) = self.bus.fanout();
        queues::watch_by("fanout", deliveries.fullness());
        let context = self.context(&fanout, &tasks);
        let readiness = readiness(&context);
        let closed = CancellationToken::new();
        let doorkeeper = Doorkeeper {
            context: context.clone(),
            proxies: self.config.own.trusted_proxies.clone(),
            closed: closed.clone(),
        };
        let server = serve(self.listeners.public, doorkeeper)?;
        start(&context, fanout, deliveries, driver);
        let admin = Admin::new(self.listeners.admin, readiness.clone()).run(shutdown.clone());
        let (handle, own) = (server.handle(), self.config.own);
        let work = async {
            shutdown.soft().cancelled().await;
            readiness.drain();
            tokio::select! {
                () = drain(&context, &own, &closed) => {}
                () = shutdown.hard().cancelled() => {}
            }
            handle.stop(false).await;
            context.presence.close().await;
            tasks.stop().cancel();
            Ok(())
        };
        let outcome = tokio::try_join!(
            async { server.await.context("the public port") },
            async { admin.await.context("the admin port") },
            work
        );
        if outcome.is_err() {
            shutdown.abort();
        }
        shutdown.finished().await;
        outcome.map(|_all| ())
    }

    fn context(&self, fanout: &Fanout, tasks: &Tasks) -> Context {
        let unlimited = self.config.own.rate_limits == RateLimits::Off;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let sockets = Sockets::new(ceilings(self.config.own.max_connections, unlimited));
        let per_user = if unlimited { 0 } else { PER_USER };
        let apart = Apart::default();
        let api = Api::new(self.client.clone(), tasks);
        let known = (self.bus.clone(), api.clone());
        Context::new(Parts {
            hub: Hub::new(self.bus.clone(), fanout.clone()),
            api,
            presence: Presence::new(known, Arc::clone(&clock), per_user, tasks),
            attention: Attention::new(fanout.clone(), apart.clone()),
            apart,
            workspaces: Workspaces::new(fanout.clone()),
            revocation: Revocation::new(self.door.clone(), sockets.clone(), Arc::clone(&clock)),
            bus: self.bus.clone(),
            door: self.door.clone(),
            sockets,
            clock,
            tasks: tasks.clone(),
            unlimited,
        })
    }
}

fn ceilings(all: usize, unlimited: bool) -> Ceilings {
    Ceilings {
        all,
        per_ip: if unlimited { usize::MAX } else { PER_ADDRESS },
        per_user: if unlimited { usize::MAX } else { PER_USER },
    }
}

/// Ready with Redis, with keys to verify tokens, and with ended sessions known.
fn readiness(context: &Context) -> Readiness {
    let (bus, verifier) = (context.bus.clone(), context.door.verifier.clone());
    let revocation = context.revocation.clone();
    Readiness::builder()
        .check("redis", move || {
            let bus = bus.clone();
            async move { Ok(bus.ping_durable().await?) }
        })
        .check("keys", move || {
            let has_keys = verifier.has_keys();
            async move {
                has_keys
                    .then_some(())
                    .context("api has not given its keys yet")
            }
        })
        .check("revocations", move || {
            let sees = revocation.sees();
            async move { sees.then_some(()).context("ended sessions are not known") }
        })
        .build()
}

/// Server-sent events and refusals are an application's; a request for a WebSocket is taken over
/// before it.
fn serve(listener: TcpListener, doorkeeper: Doorkeeper) -> anyhow::Result<Server> {
    let address = listener.local_addr()?;
    let service = move || {
        let (plain, upgrading) = (doorkeeper.clone(), doorkeeper.clone());
        let app = App::new()
            .app_data(web::Data::new(plain))
            .configure(upgrade::routes);
        let app = app.into_factory().map_err(|error| error.error_response());
        let take_over = move |(request, connection)| {
            let doorkeeper = upgrading.clone();
            async move {
                upgrade::take_over(request, connection, &doorkeeper).await;
                Ok::<_, Infallible>(())
            }
        };
        HttpService::build()
            .tcp_nodelay(true)
            // Whoever hangs up is gone: a stream of events reads nothing, and would learn it from
            // a failed write only.
            .h1_allow_half_closed(false)
            .client_request_timeout(HEAD_TIMEOUT)
            .local_addr(address)
            .upgrade(fn_service(take_over))
            .finish(map_config(app, |()| AppConfig::default()))
            .tcp()
    };
    let server = Server::build()
        .disable_signals()
        .shutdown_timeout(1)
        .listen("public", listener, service)
        .context("the public port cannot be served")?;
    Ok(server.run())
}

/// Starts what runs in the background.
fn start(context: &Context, fanout: Fanout, deliveries: Deliveries, driver: FanoutDriver) {
    let tasks = &context.tasks;
    let relay = Relay::new(context.clone());
    let stop = tasks.stop().clone();
    tasks.spawn(driver.run(stop));
    tasks.spawn(relay.clone().run(deliveries));
    tasks.spawn(relay.watch_heads());
    tasks.spawn(async move {
        let topics = [
            Topic::Presence,
            Topic::Calls,
            Topic::Revocations,
            Topic::Control,
        ];
        // What is not subscribed yet is remembered by the fan-out; this only says so.
        if let Err(error) = fanout.subscribe(&topics).await {
            tracing::warn!("redis is not there yet: {error}");
        }
    });
    tasks.spawn(context.attention.clone().watch());
    tasks.spawn(
        context
            .apart
            .clone()
            .watch(context.bus.apart(), context.presence.clone()),
    );
    tasks.spawn(context.presence.clone().run(context.sockets.clone()));
    tasks.spawn(context.revocation.clone().poll(context.bus.clone()));
    tasks.spawn(keys::keep_fresh(
        context.api.clone(),
        context.door.verifier.clone(),
    ));
}

/// Waits until nobody sends new sockets here, then closes those that are left, spread over a
/// while.
async fn drain(context: &Context, own: &Own, closed: &CancellationToken) {
    time::sleep(own.drain_delay()).await;
    closed.cancel();
    let window = own.drain_window();
    let sockets = context.sockets.seats();
    tracing::info!(
        sockets,
        "sending {sockets} sockets elsewhere within {window:?}"
    );
    context.sockets.drain(window);
    let until = Instant::now() + window + SLACK;
    while context.sockets.seats() > 0 && Instant::now() < until {
        time::sleep(LOOK_EVERY).await;
    }
}
